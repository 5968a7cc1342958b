/**
 * The checkout as a machine: where a purchase stands, and where each happening takes it. Pure; `use-checkout.ts` does what a state
 * asks for and tells what came of it.
 *
 *   checking ─→ editing ─→ sending ─→ paid
 *      │           ↑ ↑        │ │
 *      │  declined │ └────────┘ ├─→ recovering ─→ sending (the same attempt again)
 *      │  refused  │            ├─→ redirecting ─→ waiting
 *      └───────────┴── waiting ←┘        any ─→ expired, stopped
 */

import type { FieldError } from "@/api/problem";
import type { PaymentAttempt } from "@/api/requests/checkout";
import type { NextAction } from "@/api/types";

export type Notice =
  | { kind: "declined"; reason: string }
  | { kind: "refused"; fields: FieldError[] }
  | { kind: "signed-out" }
  | { kind: "failed" };

export type CheckoutState =
  /** What became of the hold isn't known yet, such as after a reload. */
  | { at: "checking" }
  | { at: "editing"; notice: Notice | null }
  | { at: "sending"; attempt: PaymentAttempt; tries: number }
  /** No answer came, so the attempt may have been carried out: only the same attempt may be sent again. */
  | { at: "recovering"; attempt: PaymentAttempt; tries: number; waitMs: number }
  | { at: "redirecting"; orderId: string; url: string }
  /** The bank has the word. */
  | { at: "waiting"; orderId: string; url: string | null }
  | { at: "paid"; orderId: string }
  | { at: "expired" }
  | { at: "stopped"; code: string };

export type Happening =
  | { type: "hold-open" }
  | { type: "submit"; attempt: PaymentAttempt }
  | { type: "paid"; orderId: string }
  | { type: "pending"; orderId: string; next: NextAction | null }
  | { type: "found-pending"; orderId: string; next: NextAction | null }
  | { type: "declined"; reason: string }
  | { type: "refused"; fields: FieldError[] }
  | { type: "signed-out" }
  | { type: "no-answer"; retryAfterMs: number | null }
  | { type: "again" }
  | { type: "in-checkout" }
  /** The browser shows the page as it was left for the bank's. */
  | { type: "came-back" }
  /** The program doesn't know it any more. */
  | { type: "hold-ended" }
  | { type: "stopped"; code: string }
  | { type: "failed" };

export const START: CheckoutState = { at: "checking" };

const WAIT_FIRST_MS = 1_000;
const WAIT_LONGEST_MS = 10_000;

export function step(state: CheckoutState, happening: Happening): CheckoutState {
  // What is bought stays bought, whatever is heard late.
  if (state.at === "paid") return state;
  switch (happening.type) {
    case "paid":
      return { at: "paid", orderId: happening.orderId };
    case "submit":
      // A second press finds the first under way, and does nothing.
      return state.at === "editing" ? { at: "sending", attempt: happening.attempt, tries: 1 } : state;
    case "again":
      return state.at === "recovering" ? { at: "sending", attempt: state.attempt, tries: state.tries + 1 } : state;
    case "no-answer":
      return state.at === "sending" ? recovering(state, happening.retryAfterMs) : state;
    case "pending":
      return pending(happening.orderId, happening.next);
    case "found-pending":
      return { at: "waiting", orderId: happening.orderId, url: urlOf(happening.next) };
    case "came-back":
      return state.at === "redirecting" ? { ...state, at: "waiting" } : state;
    case "in-checkout":
      return { at: "checking" };
    case "hold-open":
      return state.at === "checking" ? { at: "editing", notice: null } : state;
    case "hold-ended":
      return { at: "expired" };
    case "declined":
      return { at: "editing", notice: { kind: "declined", reason: happening.reason } };
    case "refused":
      return { at: "editing", notice: { kind: "refused", fields: happening.fields } };
    case "signed-out":
      return { at: "editing", notice: { kind: "signed-out" } };
    case "stopped":
      return { at: "stopped", code: happening.code };
    case "failed":
      return { at: "editing", notice: { kind: "failed" } };
  }
}

function pending(orderId: string, next: NextAction | null): CheckoutState {
  const url = urlOf(next);
  return url ? { at: "redirecting", orderId, url } : { at: "waiting", orderId, url: null };
}

function urlOf(next: NextAction | null): string | null {
  return next?.type === "redirect" ? next.url : null;
}

function recovering(state: CheckoutState & { at: "sending" }, retryAfterMs: number | null): CheckoutState {
  const doubled = Math.min(WAIT_FIRST_MS * 2 ** (state.tries - 1), WAIT_LONGEST_MS);
  return { at: "recovering", attempt: state.attempt, tries: state.tries, waitMs: retryAfterMs ?? doubled };
}
