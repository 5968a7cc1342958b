/** The shape that a section has on the map: around its seats, or the area that the plan draws for it. */
import type { Decoration, Point } from "@/api/requests/seat-map";
import { at, type Hall, type HallSection } from "./hall";

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export interface Outline {
  points: Point[];
  box: Box;
}

/** Where a general-admission section has no area drawn, it gets a box of this many pitches for the root of its places. */
const GENERAL_SIDE = 1.1;

export function outlineOf(hall: Hall, section: HallSection): Outline {
  const points = section.isGeneral ? areaOf(hall, section) : aroundSeats(hall, section);
  return { points, box: boxOf(points) };
}

export function contains({ points, box }: Outline, x: number, y: number): boolean {
  if (x < box.left || x > box.right || y < box.top || y > box.bottom) return false;
  let isInside = false;
  for (let index = 0; index < points.length; index += 1) {
    const [a, b] = [points[index], points[(index + 1) % points.length]];
    if (!a || !b || a.y > y === b.y > y) continue;
    if (x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x) isInside = !isInside;
  }
  return isInside;
}

export function boxOf(points: readonly Point[]): Box {
  const box = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (const { x, y } of points) {
    box.left = Math.min(box.left, x);
    box.right = Math.max(box.right, x);
    box.top = Math.min(box.top, y);
    box.bottom = Math.max(box.bottom, y);
  }
  return box;
}

/**
 * Along the front row, down the rows' ends, back along the rear row and up the other ends. That follows curved stands closely, but
 * goes astray where rows aren't in order or don't face one way; then it is the convex hull.
 */
function aroundSeats(hall: Hall, section: HallSection): Point[] {
  const pointAt = (unit: number): Point => ({ x: at(hall.x, unit), y: at(hall.y, unit) });
  const rows = hall.rows.slice(section.rowFirst, section.rowEnd).filter((row) => row.count > 0);
  const [front, rear] = [rows[0], rows.at(-1)];
  if (!front || !rear) return areaOf(hall, section);
  const between = someOf(rows.slice(1, -1), POINTS_PER_SIDE);
  const along = (row: { first: number; count: number }) => {
    const units = Array.from({ length: row.count }, (_, index) => row.first + index);
    return someOf(units, POINTS_PER_SIDE).map(pointAt);
  };
  const lastOf = (row: { first: number; count: number }) => pointAt(row.first + row.count - 1);
  const around = [
    ...along(front),
    ...between.map(lastOf),
    ...(rear === front ? [] : along(rear).reverse()),
    ...between.map((row) => pointAt(row.first)).reverse(),
  ];
  const hull = convexHull(around);
  const [own, most] = [Math.abs(area(around)), Math.abs(area(hull))];
  const hasBody = most > (hall.pitch * 2) ** 2;
  const isSound = hasBody && own > most * 0.55 && own <= most * 1.02 && !crossesItself(around);
  const margin = hall.pitch * 0.75;
  return isSound ? inflate(around, margin) : roundHull(around, margin);
}

/** So many points follow any curve that a stand has; more would only take longer to draw, at every frame. */
const POINTS_PER_SIDE = 14;

/** At most so many, evenly spread, the first and the last among them. */
function someOf<Item>(items: readonly Item[], most: number): Item[] {
  if (items.length <= most) return [...items];
  return Array.from(
    { length: most },
    (_, index) => items[Math.round((index * (items.length - 1)) / (most - 1))] as Item,
  );
}

/** The smallest shape of the plan that the section's label stands in. */
function areaOf(hall: Hall, section: HallSection): Point[] {
  const { x, y } = section.labelAt;
  const around = hall.decorations
    .map(polygonOf)
    .filter((points) => points.length > 2 && contains({ points, box: boxOf(points) }, x, y))
    .sort((a, b) => Math.abs(area(a)) - Math.abs(area(b)));
  const half = (Math.sqrt(section.count) * hall.pitch * GENERAL_SIDE) / 2;
  const box = [
    { x: x - half, y: y - half },
    { x: x + half, y: y - half },
    { x: x + half, y: y + half },
    { x: x - half, y: y + half },
  ];
  return around[0] ?? box;
}

const ROUND_SIDES = 48;

/** A decoration's edge as points on the map; none for texts. */
export function polygonOf(decoration: Decoration): Point[] {
  const { position, rotation } = decoration;
  const [cos, sin] = [Math.cos((rotation * Math.PI) / 180), Math.sin((rotation * Math.PI) / 180)];
  const place = ({ x, y }: Point): Point => ({
    x: position.x + x * cos - y * sin,
    y: position.y + x * sin + y * cos,
  });
  return localPoints(decoration).map(place);
}

function localPoints({ rectangle, circle, ellipse, polygon }: Decoration): Point[] {
  if (polygon) return polygon.points;
  if (rectangle) {
    const { width, height } = rectangle;
    return [
      { x: 0, y: 0 },
      { x: width, y: 0 },
      { x: width, y: height },
      { x: 0, y: height },
    ];
  }
  const radii = circle ? [circle.radius, circle.radius] : ellipse ? [ellipse.radius_x, ellipse.radius_y] : null;
  if (!radii) return [];
  return Array.from({ length: ROUND_SIDES }, (_, side) => {
    const angle = (side / ROUND_SIDES) * 2 * Math.PI;
    return { x: (radii[0] ?? 0) * Math.cos(angle), y: (radii[1] ?? 0) * Math.sin(angle) };
  });
}

export function area(points: readonly Point[]): number {
  let doubled = 0;
  for (let index = 0; index < points.length; index += 1) {
    const [a, b] = [points[index], points[(index + 1) % points.length]];
    if (a && b) doubled += a.x * b.y - b.x * a.y;
  }
  return doubled / 2;
}

export function convexHull(points: readonly Point[]): Point[] {
  const sorted = [...points].sort((a, b) => a.x - b.x || a.y - b.y);
  if (sorted.length < 3) return sorted;
  const half = (ordered: readonly Point[]) => {
    const chain: Point[] = [];
    for (const point of ordered) {
      while (chain.length > 1 && turn(chain.at(-2), chain.at(-1), point) <= 0) chain.pop();
      chain.push(point);
    }
    return chain.slice(0, -1);
  };
  return [...half(sorted), ...half(sorted.toReversed())];
}

function turn(a: Point | undefined, b: Point | undefined, c: Point): number {
  return a && b ? (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x) : 0;
}

function crossesItself(points: readonly Point[]): boolean {
  return points.some((a, i) => {
    const b = points[(i + 1) % points.length];
    return points.some((c, j) => {
      const d = points[(j + 1) % points.length];
      const isApart = j > i + 1 && !(i === 0 && j === points.length - 1);
      return isApart && b && d && cross(a, b, c, d);
    });
  });
}

function cross(a: Point, b: Point, c: Point, d: Point): boolean {
  return turn(a, b, c) > 0 !== turn(a, b, d) > 0 && turn(c, d, a) > 0 !== turn(c, d, b) > 0;
}

/** Moves every point outward, away from its neighbours' line. */
function inflate(points: readonly Point[], by: number): Point[] {
  const side = Math.sign(area(points));
  return points.map((point, index) => {
    const before = points[(index + points.length - 1) % points.length] ?? point;
    const after = points[(index + 1) % points.length] ?? point;
    const [inX, inY] = unit(point.x - before.x, point.y - before.y);
    const [outX, outY] = unit(after.x - point.x, after.y - point.y);
    const [x, y] = unit(side * (inY + outY), -side * (inX + outX));
    return { x: point.x + x * by, y: point.y + y * by };
  });
}

const CORNERS = 12;

/** The hull of circles around all points: it gives a body to what has none, such as a single row. */
function roundHull(points: readonly Point[], radius: number): Point[] {
  const around = convexHull(points).flatMap(({ x, y }) =>
    Array.from({ length: CORNERS }, (_, corner) => {
      const angle = (corner / CORNERS) * 2 * Math.PI;
      return { x: x + radius * Math.cos(angle), y: y + radius * Math.sin(angle) };
    }),
  );
  return convexHull(around);
}

function unit(x: number, y: number): readonly [number, number] {
  const length = Math.hypot(x, y);
  return length > 0 ? [x / length, y / length] : [0, 0];
}
