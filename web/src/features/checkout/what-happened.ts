/** What a failed call means for the checkout. */
import { ApiProblem, NoAnswer } from "@/api/problem";
import type { Order } from "@/api/types";
import type { Happening } from "./machine";

const REQUEST_IN_PROGRESS_MS = 1_000;

export function happeningOfOrder(order: Order): Happening {
  switch (order.status) {
    case "paid":
    case "cancelled":
    case "refunded":
      return { type: "paid", orderId: order.id };
    case "pending_payment":
      return { type: "pending", orderId: order.id, next: order.next_action };
    case "payment_failed":
      return { type: "declined", reason: "refused" };
    case "expired":
      return { type: "hold-ended" };
  }
}

export function happeningOfError(error: unknown): Happening {
  if (error instanceof NoAnswer) return { type: "no-answer", retryAfterMs: null };
  if (!(error instanceof ApiProblem)) return { type: "failed" };
  switch (error.code) {
    case "payment_declined":
      return { type: "declined", reason: String(error.extra["reason"] ?? "refused") };
    case "hold_completed":
      return { type: "paid", orderId: String(error.extra["order_id"] ?? "") };
    case "hold_in_checkout":
      return { type: "in-checkout" };
    case "request_in_progress":
      return { type: "no-answer", retryAfterMs: REQUEST_IN_PROGRESS_MS };
    case "hold_expired":
    case "not_found":
      return { type: "hold-ended" };
    case "too_many_attempts":
    case "paid_too_late":
    case "event_cancelled":
    case "not_on_sale":
      return { type: "stopped", code: error.code };
    case "not_signed_in":
    case "bad_token":
      return { type: "signed-out" };
    case "invalid":
      return { type: "refused", fields: error.fields };
    default:
      // An error on the program's side leaves open whether the payment was taken.
      return error.status >= 500 || error.status === 429
        ? { type: "no-answer", retryAfterMs: error.retryAfterS === null ? null : error.retryAfterS * 1000 }
        : { type: "failed" };
  }
}
