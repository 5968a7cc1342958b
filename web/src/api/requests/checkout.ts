/** Paying a hold. */
import { call } from "../call";
import type { Order, Payment } from "../types";

export interface PaymentAttempt {
  holdId: string;
  payment: Payment;
  /** The same for every repetition of one attempt, so that no answer lost on its way is paid twice. */
  idempotencyKey: string;
}

export function payHold({ holdId, payment, idempotencyKey }: PaymentAttempt): Promise<Order> {
  const body = { hold_id: holdId, payment, return_url: `/checkout/${holdId}?returned=true` };
  return call<Order>("POST", "/checkout", { body, idempotencyKey });
}
