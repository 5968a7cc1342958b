/** Places in words: for tips, lists and screen readers. */
import type { Tier } from "@/api/types";
import { formatMoneyShort } from "@/lib/format/money";
import { AVAILABLE, HELD, SOLD } from "@/lib/live/unit-states";
import { type HallTiers, tierOfUnit } from "./choosing/prices";
import { at, type Hall, NONE } from "./hall/hall";
import type { SeatMapTexts } from "./texts";

export interface PlaceNames {
  place: (unit: number) => string;
  /** Several places, those of one row together. */
  places: (units: readonly number[]) => string;
  tier: (unit: number) => Tier | null;
  price: (unit: number) => string;
  state: (unit: number, marks: { chosen: boolean; yours: boolean }, state: number) => string;
  /** All of it in one sentence. */
  whole: (unit: number, marks: { chosen: boolean; yours: boolean }, state: number) => string;
  taken: (units: readonly number[]) => string;
}

export function placeNames(hall: Hall, tiers: HallTiers, t: SeatMapTexts, tag: string): PlaceNames {
  const sectionOf = (unit: number) => hall.sections[at(hall.section, unit)]?.name ?? "";
  const rowOf = (unit: number) => hall.rows[at(hall.row, unit)]?.label ?? "";
  const numberOf = (unit: number) => hall.seats[unit]?.number ?? "";
  const place = (unit: number) =>
    hall.row[unit] === NONE ? sectionOf(unit) : t.place(sectionOf(unit), rowOf(unit), numberOf(unit));
  const tier = (unit: number) => tierOfUnit(hall, tiers, unit);
  const price = (unit: number) => {
    const found = tier(unit);
    return found ? formatMoneyShort(found.price, tag) : "";
  };
  const state: PlaceNames["state"] = (unit, marks, now) => {
    if (marks.yours) return t.states.yours;
    if (marks.chosen) return t.states.chosen;
    if (tier(unit) === null) return t.states.closed;
    if (now === AVAILABLE) return t.states.free;
    return now === HELD ? t.states.held : now === SOLD ? t.states.sold : t.states.closed;
  };
  const places = (units: readonly number[]) => {
    const byRow = new Map<number, number[]>();
    for (const unit of [...units].sort((a, b) => a - b)) {
      const row = at(hall.row, unit);
      byRow.set(row, [...(byRow.get(row) ?? []), unit]);
    }
    return [...byRow.values()]
      .map((own) => {
        const first = own[0] ?? 0;
        return own.length === 1 ? place(first) : t.place(sectionOf(first), rowOf(first), rangeOf(own.map(numberOf)));
      })
      .join("; ");
  };
  return {
    place,
    places,
    tier,
    price,
    state,
    whole: (unit, marks, now) => {
      const accessible = hall.accessible[unit] ? t.states.accessible : "";
      const parts = [place(unit), tier(unit)?.name ?? "", price(unit), accessible, state(unit, marks, now)];
      return parts.filter(Boolean).join(", ");
    },
    taken: (units) => t.taken(places(units)),
  };
}

/** `12–14` for numbers that follow on each other, else each by itself. */
export function rangeOf(numbers: readonly string[]): string {
  const values = numbers.map(Number);
  const first = values[0];
  const follow = first !== undefined && values.every((value, index) => value === first + index);
  return follow && numbers.length > 1 ? `${numbers[0]}–${numbers.at(-1)}` : numbers.join(", ");
}
