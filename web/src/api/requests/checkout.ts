/** Paying a hold. */
import { answer, POST } from "../call";
import type { Order, Payment } from "../types";

export interface PaymentAttempt {
  holdId: string;
  payment: Payment;
  /** The same for every repetition of one attempt, so that no answer lost on its way is paid twice. */
  idempotencyKey: string;
}

export function payHold({ holdId, payment, idempotencyKey }: PaymentAttempt): Promise<Order> {
  const params = { header: { "Idempotency-Key": idempotencyKey } };
  const body = { hold_id: holdId, payment, return_url: `/checkout/${holdId}?returned=true` };
  return answer(POST("/api/v1/checkout", { params, body }));
}
