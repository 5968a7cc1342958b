/** The one word that an event's card carries. */
import type { EventSummary } from "@/api/types";
import type { BadgeTone } from "@/components/badge";

export type BadgeWord = "onSale" | "highDemand" | "almostGone" | "soldOut" | "allHeld" | "from" | "ended" | "cancelled";

/** So few places that the next buyers take them. */
const ALMOST_GONE = 20;

export const BADGE_TONES: Record<BadgeWord, BadgeTone> = {
  onSale: "good",
  highDemand: "info",
  almostGone: "warn",
  allHeld: "warn",
  soldOut: "neutral",
  from: "info",
  ended: "neutral",
  cancelled: "bad",
};

export function badgeOf(event: Pick<EventSummary, "status" | "high_demand" | "available">): BadgeWord {
  switch (event.status) {
    case "cancelled":
      return "cancelled";
    case "off_sale":
      return "ended";
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
