/** Draws one seat around the origin, `size` pixels across. Small seats are simpler: what can't be seen only blurs. */
import { Kind, kindOf, shapeOf, type TierShape, tierOf } from "./looks";
import { type Palette, tierColor } from "./palette";

type Ink = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

/** From this size on a tier's shape can be told from another's. */
const SHAPES_FROM_PX = 6;
const MARKS_FROM_PX = 9;

export function drawGlyph(ink: Ink, code: number, size: number, palette: Palette): void {
  const tier = tierOf(code);
  switch (kindOf(code)) {
    case Kind.free:
      return fill(ink, tier, size, tierColor(palette, tier));
    case Kind.freeAccessible:
      return accessible(ink, tier, size, palette);
    case Kind.passedOver:
      return outline(ink, tier, size, palette);
    case Kind.held:
      return held(ink, size, palette);
    case Kind.sold:
      return sold(ink, size, palette);
    case Kind.closed:
      return closed(ink, size, palette);
    case Kind.chosen:
      return chosen(ink, size, palette);
    case Kind.yours:
      return yours(ink, size, palette);
  }
}

function fill(ink: Ink, tier: number, size: number, color: string): void {
  ink.fillStyle = color;
  shape(ink, size < SHAPES_FROM_PX ? (size < 3.5 ? "square" : "circle") : shapeOf(tier), size / 2);
  ink.fill();
}

function outline(ink: Ink, tier: number, size: number, palette: Palette): void {
  ink.globalAlpha = 0.55;
  if (size < SHAPES_FROM_PX) {
    fill(ink, tier, size * 0.6, palette.gone);
  } else {
    ink.strokeStyle = tierColor(palette, tier);
    ink.lineWidth = Math.max(1, size * 0.09);
    shape(ink, shapeOf(tier), size * 0.36);
    ink.stroke();
  }
  ink.globalAlpha = 1;
}

/** The tier's shape with a ring around a dot cut into it: the wheelchair sign can't be read at this size, a hollow seat can. */
function accessible(ink: Ink, tier: number, size: number, palette: Palette): void {
  fill(ink, tier, size, tierColor(palette, tier));
  if (size < SHAPES_FROM_PX) return;
  ink.strokeStyle = palette.onTier;
  ink.fillStyle = palette.onTier;
  ink.lineWidth = Math.max(1, size * 0.09);
  const unit = size / 24;
  if (size < 16) {
    circle(ink, 0, 0, size * 0.2);
    ink.fill();
    return;
  }
  circle(ink, -1 * unit, -6 * unit, 2 * unit);
  ink.fill();
  ink.beginPath();
  ink.moveTo(-1 * unit, -3 * unit);
  ink.lineTo(-1 * unit, 2 * unit);
  ink.lineTo(4 * unit, 2 * unit);
  ink.lineTo(6 * unit, 7 * unit);
  ink.stroke();
  ink.beginPath();
  ink.arc(-1 * unit, 3 * unit, 5 * unit, 0.35 * Math.PI, 1.3 * Math.PI);
  ink.stroke();
}

/** A ring that isn't closed: it may come back. */
function held(ink: Ink, size: number, palette: Palette): void {
  if (size < SHAPES_FROM_PX) return fill(ink, 0, Math.max(1, size * 0.55), palette.held);
  ink.strokeStyle = palette.held;
  ink.lineWidth = Math.max(1.2, size * 0.13);
  ink.beginPath();
  ink.arc(0, 0, size * 0.3, -0.5 * Math.PI, 1.1 * Math.PI);
  ink.stroke();
}

function sold(ink: Ink, size: number, palette: Palette): void {
  if (size < MARKS_FROM_PX) return fill(ink, 0, Math.max(1, size * 0.42), palette.gone);
  const arm = size * 0.17;
  ink.strokeStyle = palette.gone;
  ink.lineWidth = Math.max(1.2, size * 0.1);
  ink.lineCap = "round";
  ink.beginPath();
  ink.moveTo(-arm, -arm);
  ink.lineTo(arm, arm);
  ink.moveTo(arm, -arm);
  ink.lineTo(-arm, arm);
  ink.stroke();
}

function closed(ink: Ink, size: number, palette: Palette): void {
  ink.fillStyle = palette.gone;
  ink.globalAlpha = 0.6;
  const [width, height] = [size * 0.4, Math.max(1, size * 0.11)];
  ink.fillRect(-width / 2, -height / 2, width, height);
  ink.globalAlpha = 1;
}

function chosen(ink: Ink, size: number, palette: Palette): void {
  badge(ink, size, palette.chosen, palette.ground);
  if (size < MARKS_FROM_PX) return;
  ink.strokeStyle = palette.onChosen;
  ink.lineWidth = Math.max(1.5, size * 0.12);
  ink.lineCap = "round";
  ink.lineJoin = "round";
  ink.beginPath();
  ink.moveTo(-size * 0.22, size * 0.02);
  ink.lineTo(-size * 0.06, size * 0.18);
  ink.lineTo(size * 0.24, -size * 0.17);
  ink.stroke();
}

function yours(ink: Ink, size: number, palette: Palette): void {
  badge(ink, size, palette.yours, palette.ground);
  if (size < MARKS_FROM_PX) return;
  ink.fillStyle = palette.onYours;
  ink.beginPath();
  for (let point = 0; point < 10; point += 1) {
    const radius = point % 2 === 0 ? size * 0.34 : size * 0.15;
    const angle = (point / 10) * 2 * Math.PI - Math.PI / 2;
    ink.lineTo(radius * Math.cos(angle), radius * Math.sin(angle));
  }
  ink.closePath();
  ink.fill();
}

/** Larger than a seat, with an edge of the ground's colour, so that it stands out in any neighbourhood. */
function badge(ink: Ink, size: number, color: string, edge: string): void {
  const radius = Math.max(2, size * 0.56);
  ink.fillStyle = edge;
  circle(ink, 0, 0, radius + Math.max(1, size * 0.08));
  ink.fill();
  ink.fillStyle = color;
  circle(ink, 0, 0, radius);
  ink.fill();
}

/** A path of about the same area for each shape, so that none looks dearer than it is. */
export function shape(ink: Ink, name: TierShape, radius: number): void {
  switch (name) {
    case "circle":
      return circle(ink, 0, 0, radius);
    case "square": {
      const half = radius * 0.88;
      ink.beginPath();
      ink.roundRect(-half, -half, half * 2, half * 2, radius > 2.5 ? half * 0.32 : 0);
      return;
    }
    case "diamond":
      return polygon(ink, 4, radius * 1.14, -Math.PI / 2);
    case "hexagon":
      return polygon(ink, 6, radius * 1.08, 0);
    case "triangle":
      return polygon(ink, 3, radius * 1.2, -Math.PI / 2);
  }
}

function polygon(ink: Ink, sides: number, radius: number, turn: number): void {
  ink.beginPath();
  for (let side = 0; side < sides; side += 1) {
    const angle = turn + (side / sides) * 2 * Math.PI;
    ink.lineTo(radius * Math.cos(angle), radius * Math.sin(angle));
  }
  ink.closePath();
}

function circle(ink: Ink, x: number, y: number, radius: number): void {
  ink.beginPath();
  ink.arc(x, y, radius, 0, 2 * Math.PI);
}
