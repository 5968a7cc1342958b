/** Where the arrow keys lead: the seat or section that lies next in a direction, as the eye would have it. */
import type { Grid } from "../hall/grid";
import { at, type Hall } from "../hall/hall";

export type Direction = "left" | "right" | "up" | "down";

const STEPS: Record<Direction, readonly [number, number]> = {
  left: [-1, 0],
  right: [1, 0],
  up: [0, -1],
  down: [0, 1],
};
/** How much worse it is to be off to the side than to be far. */
const ASIDE = 2.4;
/** How far to look for a seat, in pitches: most are near, and across an aisle or a field they aren't. */
const REACHES = [3, 9, 40, 200];

/** The next seat; the same one where there is none. */
export function nextSeat(hall: Hall, grid: Grid, from: number, direction: Direction): number {
  const [x, y] = [at(hall.x, from), at(hall.y, from)];
  for (const pitches of REACHES) {
    const reach = pitches * hall.pitch;
    let [found, least] = [-1, Number.POSITIVE_INFINITY];
    grid.within(x - reach, y - reach, x + reach, y + reach, (unit) => {
      const far = cost(at(hall.x, unit) - x, at(hall.y, unit) - y, direction, hall.pitch * 0.3);
      if (unit !== from && far < least) [found, least] = [unit, far];
    });
    if (found >= 0) return found;
  }
  return from;
}

export function nextSection(hall: Hall, from: number, direction: Direction): number {
  const start = hall.sections[from]?.labelAt;
  if (!start) return hall.sections.length > 0 ? 0 : -1;
  let [found, least] = [from, Number.POSITIVE_INFINITY];
  for (const [index, { labelAt }] of hall.sections.entries()) {
    const far = cost(labelAt.x - start.x, labelAt.y - start.y, direction, 1);
    if (index !== from && far < least) [found, least] = [index, far];
  }
  return found;
}

/** Infinite for what doesn't lie in the direction at all. */
function cost(dx: number, dy: number, direction: Direction, least: number): number {
  const [stepX, stepY] = STEPS[direction];
  const along = dx * stepX + dy * stepY;
  const aside = Math.abs(dx * stepY) + Math.abs(dy * stepX);
  return along > least && aside < along * 2 ? along + aside * ASIDE : Number.POSITIVE_INFINITY;
}
