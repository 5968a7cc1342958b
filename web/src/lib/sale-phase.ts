/** What an event's state means at a moment, and when it is worth asking for again. Pure. */
import type { EventSummary } from "@/api/types";

type Sale = Pick<EventSummary, "status" | "on_sale_at" | "off_sale_at">;

const BEGINNING_MS = 1_000;
const PAUSE_MS = 15_000;
const RUNNING_MS = 30_000;
/** A timer that is set for longer than a day or so rings at once. */
const ASLEEP_MS_MAX = 12 * 3600_000;

/** The program says `off_sale` of a sale that its organizer stopped for a moment, as it does of one that is over. */
export function isPaused({ status, off_sale_at }: Pick<Sale, "status" | "off_sale_at">, nowMs: number): boolean {
  return status === "off_sale" && nowMs < Date.parse(off_sale_at);
}

/**
 * In how many milliseconds to ask for the event again, by itself: when its sale should begin and until it has begun; while it is
 * paused; and now and then while it runs, because nothing else tells that it was paused or cancelled. `false`: nothing is due. `luck` is a number from 0 to 1 that each window has for itself, so that a crowd doesn't ask at once.
 */
export function nextLookMs(sale: Sale, nowMs: number, luck: number): number | false {
  if (isPaused(sale, nowMs)) return Math.round(PAUSE_MS * (1 + luck));
  if (sale.status === "on_sale") return Math.round(RUNNING_MS * (1 + luck));
  if (sale.status !== "scheduled") return false;
  const leftMs = Math.max(0, Date.parse(sale.on_sale_at) - nowMs);
  return Math.min(ASLEEP_MS_MAX, leftMs + Math.round(BEGINNING_MS * (1 + luck)));
}
