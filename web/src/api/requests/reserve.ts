/** Claims places for a while: all of them or none. */
import { call } from "../call";
import type { Hold } from "../types";

export type Wish =
  | { seats: string[] }
  | { section: string; quantity: number }
  | { best_available: { quantity: number; section?: string; tier?: string; max_price?: number; together?: boolean } };

export async function reserve(eventId: string, wish: Wish, idempotencyKey: string, pass: string | null): Promise<Hold> {
  const headers = pass ? { headers: { "x-queue-pass": pass } } : {};
  const path = `/seats/${eventId}/reserve`;
  return (await call<{ hold: Hold }>("POST", path, { body: wish, idempotencyKey, ...headers })).hold;
}
