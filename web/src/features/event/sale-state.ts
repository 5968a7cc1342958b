/** Which call to action an event's state asks for. */
import type { EventDetails } from "@/api/types";
import { isPaused } from "@/lib/sale-phase";

export type SaleState = "buy" | "join" | "all-held" | "sold-out" | "soon" | "paused" | "ended" | "cancelled";

type Sold = Pick<EventDetails, "status" | "high_demand" | "available" | "waiting_room" | "off_sale_at">;

export function saleStateOf(event: Sold, nowMs: number): SaleState {
  switch (event.status) {
    case "cancelled":
      return "cancelled";
    case "off_sale":
      return isPaused(event, nowMs) ? "paused" : "ended";
    case "sold_out":
      return "sold-out";
    case "scheduled":
      return hasLine(event) ? "join" : "soon";
    case "on_sale":
      if (hasLine(event)) return "join";
      return event.available > 0 ? "buy" : "all-held";
  }
}

/** A room that opens by itself lets everybody in until somebody has to wait. */
function hasLine({ high_demand, waiting_room }: Sold): boolean {
  if (!high_demand) return false;
  return waiting_room?.["mode"] !== "auto" || waiting_room["waiting"] !== 0;
}

export interface TimeLeft {
  days: number;
  hours: number;
  minutes: number;
  seconds: number;
}

/** Until `at`, rounded up to the full second; `null` once it has come. */
export function timeLeft(at: string, nowMs: number): TimeLeft | null {
  const left = Math.ceil((Date.parse(at) - nowMs) / 1000);
  if (left <= 0) return null;
  return {
    days: Math.floor(left / 86_400),
    hours: Math.floor(left / 3600) % 24,
    minutes: Math.floor(left / 60) % 60,
    seconds: left % 60,
  };
}
