/** The one word that an event's card carries. */
import type { EventSummary } from "@/api/types";
import type { BadgeTone } from "@/components/badge";
import { isPaused } from "@/lib/sale-phase";

export type BadgeWord =
  | "onSale"
  | "highDemand"
  | "almostGone"
  | "soldOut"
  | "allHeld"
  | "from"
  | "paused"
  | "ended"
  | "cancelled";

/** So few places that the next buyers take them. */
const ALMOST_GONE = 20;

export const BADGE_TONES: Record<BadgeWord, BadgeTone> = {
  onSale: "good",
  highDemand: "info",
  almostGone: "warn",
  allHeld: "warn",
  soldOut: "neutral",
  from: "info",
  paused: "warn",
  ended: "neutral",
  cancelled: "bad",
};

type Shown = Pick<EventSummary, "status" | "high_demand" | "available" | "off_sale_at">;

export function badgeOf(event: Shown, nowMs: number): BadgeWord {
  switch (event.status) {
    case "cancelled":
      return "cancelled";
    case "off_sale":
      return isPaused(event, nowMs) ? "paused" : "ended";
    case "sold_out":
      return "soldOut";
    case "scheduled":
      return "from";
    case "on_sale":
      if (event.available === 0) return "allHeld";
      if (event.available <= ALMOST_GONE) return "almostGone";
      return event.high_demand ? "highDemand" : "onSale";
  }
}

/** Nothing is to be had, and nothing will be but what others give back. */
export function isOver(word: BadgeWord): boolean {
  return word === "cancelled" || word === "ended" || word === "soldOut";
}
