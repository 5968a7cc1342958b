/**
 * A plan in the form that is fast to draw and to search: an array for each property of all units, instead of an object for each unit.
 * General-admission places are units too, but have no seat: their row is none.
 */
import type { Decoration, Plan, PlanSeat, Point, UnitTiers } from "@/api/requests/seat-map";

/** Stands for a unit without a row or a tier. */
export const NONE = 0xffff;

export interface HallRow {
  label: string;
  section: number;
  first: number;
  count: number;
}

export interface HallSection {
  id: string;
  name: string;
  isGeneral: boolean;
  first: number;
  count: number;
  labelAt: Point;
  /** Its rows by index, from `rowFirst` up to, but not with, `rowEnd`. */
  rowFirst: number;
  rowEnd: number;
}

export interface Hall {
  /** Which plan this is. */
  id: string;
  width: number;
  height: number;
  focus: Point;
  units: number;
  x: Float32Array;
  y: Float32Array;
  section: Uint16Array;
  row: Uint16Array;
  tier: Uint16Array;
  accessible: Uint8Array;
  /** By unit; null for general admission. */
  seats: readonly (PlanSeat | null)[];
  rows: readonly HallRow[];
  sections: readonly HallSection[];
  /** Ids by the index that `tier` holds. */
  tierIds: readonly string[];
  decorations: readonly Decoration[];
  /** The usual distance between neighbouring seats. */
  pitch: number;
  hasSeats: boolean;
}

const USUAL_PITCH = 25;

export function decodeHall(plan: Plan, tiers: UnitTiers): Hall {
  const { units } = plan;
  const hall = {
    x: new Float32Array(units),
    y: new Float32Array(units),
    section: new Uint16Array(units).fill(NONE),
    row: new Uint16Array(units).fill(NONE),
    accessible: new Uint8Array(units),
    seats: new Array<PlanSeat | null>(units).fill(null),
  };
  const rows: HallRow[] = [];
  const sections = plan.sections.map((section, index): HallSection => {
    const { first, count } = section.units;
    hall.section.fill(index, first, first + count);
    hall.x.fill(section.label_at.x, first, first + count);
    hall.y.fill(section.label_at.y, first, first + count);
    const rowFirst = rows.length;
    let unit = first;
    for (const row of section.rows) {
      rows.push({ label: row.label, section: index, first: unit, count: row.seats.length });
      for (const seat of row.seats) {
        hall.x[unit] = seat.x;
        hall.y[unit] = seat.y;
        hall.row[unit] = rows.length - 1;
        hall.accessible[unit] = seat.accessible ? 1 : 0;
        hall.seats[unit] = seat;
        unit += 1;
      }
    }
    const isGeneral = section.kind === "general_admission";
    return {
      id: section.id,
      name: section.name,
      isGeneral,
      first,
      count,
      labelAt: section.label_at,
      rowFirst,
      rowEnd: rows.length,
    };
  });
  return {
    id: plan.id,
    width: plan.width,
    height: plan.height,
    focus: plan.focus,
    units,
    ...hall,
    tier: unrollTiers(tiers, units),
    rows,
    sections,
    tierIds: tiers.tiers,
    decorations: plan.decorations,
    pitch: usualPitch(hall.x, hall.y, rows),
    hasSeats: rows.length > 0,
  };
}

function unrollTiers(tiers: UnitTiers, units: number): Uint16Array {
  const unrolled = new Uint16Array(units).fill(NONE);
  for (const [first, count, tier] of tiers.units) unrolled.fill(tier ?? NONE, first, first + count);
  return unrolled;
}

/** The median distance between seats that follow on each other in a row, of at most so many rows. */
const SAMPLED_ROWS = 400;

function usualPitch(x: Float32Array, y: Float32Array, rows: readonly HallRow[]): number {
  const every = Math.max(1, Math.floor(rows.length / SAMPLED_ROWS));
  const distances: number[] = [];
  for (let index = 0; index < rows.length; index += every) {
    const row = rows[index];
    if (!row || row.count < 2) continue;
    const unit = row.first + Math.floor((row.count - 1) / 3);
    distances.push(Math.hypot(at(x, unit + 1) - at(x, unit), at(y, unit + 1) - at(y, unit)));
  }
  distances.sort((a, b) => a - b);
  const median = distances[Math.floor(distances.length / 2)];
  return median && median > 0 ? median : USUAL_PITCH;
}

/** An element that is known to be there. */
export function at(array: ArrayLike<number>, index: number): number {
  return array[index] ?? 0;
}

export function distance(hall: Hall, a: number, b: number): number {
  return Math.hypot(at(hall.x, a) - at(hall.x, b), at(hall.y, a) - at(hall.y, b));
}

/** Whether two units of one row are side by side, with no aisle between them. */
export function areSideBySide(hall: Hall, a: number, b: number): boolean {
  return at(hall.row, a) === at(hall.row, b) && Math.abs(a - b) === 1 && distance(hall, a, b) < hall.pitch * 1.7;
}
