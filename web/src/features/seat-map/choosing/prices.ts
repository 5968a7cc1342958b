/** What each tier of the hall costs, by the index that units have. */
import type { EventDetails, Money, Tier } from "@/api/types";
import { at, type Hall, NONE } from "../hall/hall";

/** Null for a tier that the event doesn't tell of. */
export type HallTiers = readonly (Tier | null)[];

export function hallTiers(hall: Hall, event: EventDetails): HallTiers {
  return hall.tierIds.map((id) => event.tiers.find((tier) => tier.id === id) ?? null);
}

export function tierOfUnit(hall: Hall, tiers: HallTiers, unit: number): Tier | null {
  const index = at(hall.tier, unit);
  return index === NONE ? null : (tiers[index] ?? null);
}

export interface Sum {
  seats: Money;
  fees: Money;
  total: Money;
}

export function sumOf(hall: Hall, tiers: HallTiers, units: readonly number[], currency: string): Sum {
  let [seats, fees] = [0, 0];
  for (const unit of units) {
    const tier = tierOfUnit(hall, tiers, unit);
    seats += tier?.price.amount ?? 0;
    fees += tier?.fee.amount ?? 0;
  }
  const money = (amount: number): Money => ({ amount, currency });
  return { seats: money(seats), fees: money(fees), total: money(seats + fees) };
}

export interface Filter {
  /** Indexes of tiers; none means all. */
  tiers: ReadonlySet<number>;
  isAccessible: boolean;
}

export const NO_FILTER: Filter = { tiers: new Set(), isAccessible: false };

/** 1 for each unit that passes; null if all do. */
export function wantedUnits(hall: Hall, filter: Filter): Uint8Array | null {
  if (filter.tiers.size === 0 && !filter.isAccessible) return null;
  const wanted = new Uint8Array(hall.units);
  for (let unit = 0; unit < hall.units; unit += 1) {
    const isTier = filter.tiers.size === 0 || filter.tiers.has(at(hall.tier, unit));
    wanted[unit] = isTier && (!filter.isAccessible || hall.accessible[unit] === 1) ? 1 : 0;
  }
  return wanted;
}
