/** How many places may be asked for: no more than the order may have, nor than there are. */
export function mostOf(left: number, perOrder: number): number {
  return Math.max(0, Math.min(left, perOrder));
}

/** What is left of a wish when places go. */
export function quantityWithin(wanted: number, left: number, perOrder: number): number {
  return Math.min(wanted, mostOf(left, perOrder));
}

/** Few enough that it should be said: a twentieth, and never more than fifty. */
export function isNearlyGone(left: number, capacity: number): boolean {
  return left > 0 && left <= Math.min(50, Math.ceil(capacity / 20));
}
