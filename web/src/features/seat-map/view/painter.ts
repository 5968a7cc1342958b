/** Paints a part of the plan at a scale: ground, decorations, sections, seats, and where there is room, rows' and seats' names. */
import { at, NONE } from "../hall/hall";
import type { Box } from "../hall/outline";
import { Kind, kindOf } from "./looks";
import { tierColor } from "./palette";
import type { Scene, SceneSection } from "./scene";
import { Pixels, Sprites } from "./sprites";

/** Whole pixels. */
export interface Rect {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** How much of the distance between neighbours a seat fills. */
const FILL = 0.82;
/** CSS pixels between neighbours from which on there is room for names. */
const ROWS_FROM_PX = 12;
const NUMBERS_FROM_PX = 24;
/** Below this, sections are what one sees, and seats only their grain. */
export const SECTIONS_BELOW_PX = 4.5;
const LARGEST_PX = 2_048;
const WHOLE_FROM_PX = 256;

export class Painter {
  readonly sprites: Sprites;
  /** Between the pixels and the tile. What was drawn from one is copied when it changes, so single seats have a small one. */
  private readonly large = new Scratch();
  private readonly small = new Scratch();
  private pixels: Pixels | null = null;
  private readonly cssPitch: number;

  /** `scale` is in device pixels for each unit of the plan's length, of which there are `ratio` to a CSS pixel. */
  constructor(
    readonly scene: Scene,
    readonly scale: number,
    readonly ratio: number,
  ) {
    const pitch = scene.hall.pitch * scale;
    this.cssPitch = pitch / ratio;
    this.sprites = new Sprites(Math.max(1, pitch * FILL), scene.palette);
  }

  /** Paints `rect` of a canvas whose corner lies at (`left`, `top`), in device pixels from the plan's corner. */
  paint(ink: CanvasRenderingContext2D, left: number, top: number, rect: Rect): void {
    const { scale } = this;
    const region: Box = {
      left: (left + rect.x) / scale,
      top: (top + rect.y) / scale,
      right: (left + rect.x + rect.width) / scale,
      bottom: (top + rect.y + rect.height) / scale,
    };
    ink.save();
    ink.beginPath();
    ink.rect(rect.x, rect.y, rect.width, rect.height);
    ink.clip();
    ink.fillStyle = this.scene.palette.ground;
    ink.fillRect(rect.x, rect.y, rect.width, rect.height);
    ink.setTransform(scale, 0, 0, scale, -left, -top);
    this.paintDecorations(ink, region);
    this.paintSections(ink, region);
    ink.setTransform(1, 0, 0, 1, 0, 0);
    this.paintSeats(ink, left, top, rect);
    if (this.cssPitch >= ROWS_FROM_PX) this.paintRowNames(ink, left, top, region);
    if (this.cssPitch >= NUMBERS_FROM_PX) this.paintNumbers(ink, left, top, region);
    ink.restore();
  }

  /** The pixels that a seat may cover, around its middle. */
  reach(): number {
    return this.sprites.half + 1;
  }

  private paintDecorations(ink: CanvasRenderingContext2D, region: Box): void {
    const { palette, decorations } = this.scene;
    for (const { path, box, color, borderColor, text } of decorations) {
      if (!touches(box, region) && !text) continue;
      ink.globalAlpha = palette.isDark ? 0.62 : 0.92;
      ink.fillStyle = color ?? palette.bare;
      ink.fill(path);
      if (borderColor) {
        ink.strokeStyle = borderColor;
        ink.lineWidth = Math.max(3, 1 / this.scale);
        ink.stroke(path);
      }
      ink.globalAlpha = 1;
      if (!text) continue;
      // Never too small to be read, as long as it has room for that.
      const size = Math.max(text.size, (11 * this.ratio) / this.scale);
      ink.font = `600 ${size}px "Figtree Variable", system-ui, sans-serif`;
      if (size > text.size && ink.measureText(text.text).width > box.right - box.left) continue;
      ink.textAlign = "center";
      ink.textBaseline = "middle";
      ink.fillStyle = text.color ?? (color ? readableOn(color) : palette.ink);
      ink.fillText(text.text, text.x, text.y);
    }
  }

  private paintSections(ink: CanvasRenderingContext2D, region: Box): void {
    const { hall, sections } = this.scene;
    for (const [index, section] of sections.entries()) {
      if (!touches(section.outline.box, region)) continue;
      this.paintPlate(ink, section, hall.sections[index]?.isGeneral ?? false);
    }
  }

  private paintPlate(ink: CanvasRenderingContext2D, section: SceneSection, isGeneral: boolean): void {
    const { palette } = this.scene;
    const isOverview = this.cssPitch < SECTIONS_BELOW_PX;
    ink.fillStyle = palette.plate;
    ink.fill(section.path);
    const hasPlaces = section.available > 0 && section.tier !== NONE;
    if (hasPlaces && (isOverview || isGeneral)) {
      ink.globalAlpha = isGeneral ? 0.22 : 0.1;
      ink.fillStyle = tierColor(palette, section.tier);
      ink.fill(section.path);
      ink.globalAlpha = 1;
    }
    ink.strokeStyle = hasPlaces && isGeneral ? tierColor(palette, section.tier) : palette.plateEdge;
    ink.lineWidth = (isGeneral ? 2 : 1) * (this.ratio / this.scale);
    ink.lineJoin = "round";
    ink.stroke(section.path);
  }

  private paintSeats(ink: CanvasRenderingContext2D, left: number, top: number, rect: Rect): void {
    const { scene, sprites, scale } = this;
    const pixels = this.pixelsFor(rect);
    const { x, y } = scene.hall;
    const [originX, originY] = [left + rect.x, top + rect.y];
    const margin = this.reach() / scale;
    const marked: number[] = [];
    let count = 0;
    const put = (unit: number) => {
      const [px, py] = [at(x, unit) * scale - originX, at(y, unit) * scale - originY];
      const [wholeX, wholeY] = [Math.floor(px), Math.floor(py)];
      const stepX = Math.floor((px - wholeX) * sprites.steps);
      const stepY = Math.floor((py - wholeY) * sprites.steps);
      const sprite = sprites.get(at(scene.looks, unit), stepX, stepY);
      pixels.put(sprite, wholeX - sprites.half, wholeY - sprites.half);
    };
    scene.grid.within(
      originX / scale - margin,
      originY / scale - margin,
      (originX + rect.width) / scale + margin,
      (originY + rect.height) / scale + margin,
      (unit) => {
        count += 1;
        if (kindOf(at(scene.looks, unit)) >= Kind.chosen) marked.push(unit);
        else put(unit);
      },
    );
    if (count === 0) return;
    // What is one's own is larger than a seat, and lies above its neighbours.
    for (const unit of marked) put(unit);
    const scratch = rect.width >= WHOLE_FROM_PX ? this.large : this.small;
    scratch.carry(pixels, ink, rect);
  }

  /** Names stand beyond both ends of a row, in its direction. */
  private paintRowNames(ink: CanvasRenderingContext2D, left: number, top: number, region: Box): void {
    const { scene, scale, ratio } = this;
    const { hall, palette } = scene;
    const margin = hall.pitch * 2;
    ink.font = `600 ${Math.round(Math.min(14, this.cssPitch * 0.62) * ratio)}px "Figtree Variable", system-ui, sans-serif`;
    ink.textAlign = "center";
    ink.textBaseline = "middle";
    ink.fillStyle = palette.inkSoft;
    for (const [index, { outline }] of scene.sections.entries()) {
      const section = hall.sections[index];
      if (!section || !touches(outline.box, region)) continue;
      for (let row = section.rowFirst; row < section.rowEnd; row += 1) {
        const { label, first, count } = hall.rows[row] ?? { label: "", first: 0, count: 0 };
        if (count === 0) continue;
        const last = first + count - 1;
        for (const [end, next] of [
          [first, Math.min(first + 1, last)],
          [last, Math.max(last - 1, first)],
        ] as const) {
          const [x, y] = [at(hall.x, end), at(hall.y, end)];
          if (x < region.left - margin || x > region.right + margin) continue;
          if (y < region.top - margin || y > region.bottom + margin) continue;
          const away = Math.hypot(x - at(hall.x, next), y - at(hall.y, next)) || 1;
          const [dx, dy] =
            end === next ? [end === first ? -1 : 1, 0] : [(x - at(hall.x, next)) / away, (y - at(hall.y, next)) / away];
          const [nameX, nameY] = [x + dx * hall.pitch * 0.95, y + dy * hall.pitch * 0.95];
          // In an aisle between two sections there is room for the names of one.
          const isOther = (unit: number) => hall.section[unit] !== hall.section[end];
          if (end !== first && scene.grid.nearest(nameX, nameY, hall.pitch * 1.6, isOther) >= 0) continue;
          ink.fillText(label, nameX * scale - left, nameY * scale - top);
        }
      }
    }
  }

  private paintNumbers(ink: CanvasRenderingContext2D, left: number, top: number, region: Box): void {
    const { scene, scale, ratio } = this;
    const { hall, palette } = scene;
    ink.font = `600 ${Math.round(Math.min(15, this.cssPitch * 0.36) * ratio)}px "Figtree Variable", system-ui, sans-serif`;
    ink.textAlign = "center";
    ink.textBaseline = "middle";
    ink.fillStyle = palette.onTier;
    const margin = hall.pitch;
    scene.grid.within(
      region.left - margin,
      region.top - margin,
      region.right + margin,
      region.bottom + margin,
      (unit) => {
        if (kindOf(at(scene.looks, unit)) !== Kind.free) return;
        const number = hall.seats[unit]?.number ?? "";
        ink.fillText(number, at(hall.x, unit) * scale - left, at(hall.y, unit) * scale - top);
      },
    );
  }

  private pixelsFor(rect: Rect): Pixels {
    const [width, height] = [Math.min(LARGEST_PX, rect.width), Math.min(LARGEST_PX, rect.height)];
    const isFit = this.pixels && this.pixels.width === width && this.pixels.height === height;
    const pixels = isFit && this.pixels ? this.pixels : new Pixels(width, height);
    // Kept for whole tiles, which are all of one size; small repairs come in every size.
    if (width >= WHOLE_FROM_PX) this.pixels = pixels;
    pixels.clear();
    return pixels;
  }
}

/** A canvas that pixels go through on their way to another, since only canvases are drawn over what is there. */
class Scratch {
  private readonly canvas = document.createElement("canvas");
  private readonly ink = this.canvas.getContext("2d");

  carry(pixels: Pixels, target: CanvasRenderingContext2D, { x, y, width, height }: Rect): void {
    if (this.canvas.width < width) this.canvas.width = width;
    if (this.canvas.height < height) this.canvas.height = height;
    this.ink?.putImageData(pixels.image, 0, 0);
    target.drawImage(this.canvas, 0, 0, width, height, x, y, width, height);
  }
}

export function touches(a: Box, b: Box): boolean {
  return a.left <= b.right && a.right >= b.left && a.top <= b.bottom && a.bottom >= b.top;
}

/** Black or white, whichever reads better on a colour such as `#334155`. */
export function readableOn(color: string): string {
  const parts = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})/i.exec(color);
  if (!parts) return "#000000";
  const [red, green, blue] = parts.slice(1).map((part) => Number.parseInt(part, 16) / 255);
  const lightness = 0.2126 * (red ?? 0) ** 2.2 + 0.7152 * (green ?? 0) ** 2.2 + 0.0722 * (blue ?? 0) ** 2.2;
  return lightness > 0.18 ? "#101010" : "#ffffff";
}
