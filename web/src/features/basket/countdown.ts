/** What is left of a hold, and how much that should worry. */
import type { EventDetails, Hold } from "@/api/types";

export const WARNING_MS = 120_000;

export type Urgency = "calm" | "warning" | "ended";

export function urgencyOf(leftMs: number): Urgency {
  if (leftMs <= 0) return "ended";
  return leftMs <= WARNING_MS ? "warning" : "calm";
}

/** `9:05`. Counts up to the full second, so that 0:00 is shown when it is over and not before. */
export function clockFace(leftMs: number): string {
  const seconds = Math.max(0, Math.ceil(leftMs / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

const EXTENSION_S = 300;

/** The whole span of a hold, of which the clock's bar shows the rest. Who may not extend it any more has done so. */
export function spanMs(hold: Pick<Hold, "extendable">, event: Pick<EventDetails, "hold_s">): number {
  return (event.hold_s + (hold.extendable ? 0 : EXTENSION_S)) * 1000;
}
