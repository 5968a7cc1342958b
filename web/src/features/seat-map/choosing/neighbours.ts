/** What to propose to somebody whose seats were taken: as many side by side, as near as possible, at the same price or less. */
import { AVAILABLE } from "@/lib/live/unit-states";
import { areSideBySide, at, type Hall, NONE } from "../hall/hall";

export interface Proposal {
  units: number[];
  /** How far its middle is from the middle of what was lost. */
  away: number;
}

const PROPOSALS_MAX = 3;
/** Another section must be this many pitches nearer to be named before the same one. */
const SECTION_PENALTY = 30;
/** Of what is equally near, the same row comes first. */
const ROW_PENALTY = 0.5;

export interface Lost {
  /** The seats that were wanted, taken or not. */
  units: readonly number[];
  /** By tier: its price. */
  prices: readonly number[];
}

export function proposeNeighbours(
  hall: Hall,
  states: Uint8Array,
  lost: Lost,
  isFree: (unit: number) => boolean,
): Proposal[] {
  const first = lost.units[0];
  if (first === undefined) return [];
  const size = lost.units.length;
  const price = Math.max(...lost.units.map((unit) => lost.prices[at(hall.tier, unit)] ?? 0));
  const fits = (unit: number) =>
    states[unit] === AVAILABLE &&
    hall.tier[unit] !== NONE &&
    hall.accessible[unit] === hall.accessible[first] &&
    (lost.prices[at(hall.tier, unit)] ?? 0) <= price &&
    isFree(unit);
  const proposals = hall.rows.flatMap((row) => bestOfRow(hall, row, size, fits, lost.units));
  proposals.sort((a, b) => a.away - b.away);
  return proposals.slice(0, PROPOSALS_MAX);
}

/** The run of a row that is nearest to what was lost. */
function bestOfRow(
  hall: Hall,
  row: { first: number; count: number; section: number },
  size: number,
  fits: (unit: number) => boolean,
  lost: readonly number[],
): Proposal[] {
  const middle = middleOf(hall, lost);
  const isSameSection = row.section === hall.section[lost[0] ?? 0];
  const isSameRow = lost.some((unit) => unit >= row.first && unit < row.first + row.count);
  const penalty = (isSameSection ? (isSameRow ? 0 : ROW_PENALTY) : SECTION_PENALTY) * hall.pitch;
  let best: Proposal | null = null;
  let run = 0;
  for (let unit = row.first; unit < row.first + row.count; unit += 1) {
    if (!fits(unit)) {
      run = 0;
      continue;
    }
    run = run > 0 && areSideBySide(hall, unit - 1, unit) ? run + 1 : 1;
    if (run < size) continue;
    const units = Array.from({ length: size }, (_, index) => unit - size + 1 + index);
    const own = middleOf(hall, units);
    const away = Math.hypot(own.x - middle.x, own.y - middle.y) + penalty;
    if (!best || away < best.away) best = { units, away };
  }
  return best ? [best] : [];
}

function middleOf(hall: Hall, units: readonly number[]): { x: number; y: number } {
  let [x, y] = [0, 0];
  for (const unit of units) [x, y] = [x + at(hall.x, unit), y + at(hall.y, unit)];
  return { x: x / units.length, y: y / units.length };
}
