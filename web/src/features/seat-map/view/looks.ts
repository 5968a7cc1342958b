/**
 * How a unit looks, as one small number, so that sprites can be kept by it. What a seat is shows in its shape and its fill, never in
 * its colour alone: each tier has a shape, whatever can't be had is small and without fill, what is one's own is large and marked.
 */
import { AVAILABLE, BLOCKED, HELD, SOLD } from "@/lib/live/unit-states";
import { at, type Hall, NONE } from "../hall/hall";

export const Kind = {
  free: 0,
  freeAccessible: 1,
  /** Free, and not what is looked for. */
  passedOver: 2,
  held: 3,
  sold: 4,
  closed: 5,
  chosen: 6,
  yours: 7,
} as const;
export type Kind = (typeof Kind)[keyof typeof Kind];

const TIER_BITS = 8;
const TIER_MASK = (1 << TIER_BITS) - 1;

export function look(kind: Kind, tier: number): number {
  return (kind << TIER_BITS) | (tier & TIER_MASK);
}

export function kindOf(code: number): Kind {
  return (code >> TIER_BITS) as Kind;
}

export function tierOf(code: number): number {
  return code & TIER_MASK;
}

/** What a reader did with the map, as far as it changes how seats look. */
export interface Marks {
  chosen: ReadonlySet<number>;
  yours: ReadonlySet<number>;
  /** 1 for each unit that is looked for; null if all are. */
  wanted: Uint8Array | null;
}

export function lookOf(hall: Hall, unit: number, state: number, marks: Marks): number {
  const tier = at(hall.tier, unit);
  if (marks.yours.has(unit)) return look(Kind.yours, tier);
  if (tier === NONE || state === BLOCKED) return look(Kind.closed, 0);
  if (marks.chosen.has(unit)) return look(Kind.chosen, tier);
  if (state === HELD) return look(Kind.held, 0);
  if (state === SOLD) return look(Kind.sold, 0);
  if (state === AVAILABLE && marks.wanted && marks.wanted[unit] === 0) return look(Kind.passedOver, tier);
  return look(hall.accessible[unit] ? Kind.freeAccessible : Kind.free, tier);
}

export const TIER_SHAPES = ["circle", "square", "diamond", "hexagon", "triangle"] as const;
export type TierShape = (typeof TIER_SHAPES)[number];

export function shapeOf(tier: number): TierShape {
  return TIER_SHAPES[tier % TIER_SHAPES.length] ?? "circle";
}
