/** The caller's open holds, and what can be done with them. */
import { queryOptions } from "@tanstack/react-query";
import { answer, GET, POST } from "../call";
import { keys } from "../keys";
import type { Hold } from "../types";

/** A hold with its end by this device's clock, whatever that clock shows. */
export interface OpenHold extends Hold {
  endsAtMs: number;
}

export function asOpen(hold: Hold): OpenHold {
  return { ...hold, endsAtMs: Date.now() + (hold.expires_in_s ?? 0) * 1000 };
}

export function holdsQuery(isSignedIn: boolean) {
  return queryOptions({
    queryKey: keys.holds,
    queryFn: async ({ signal }): Promise<OpenHold[]> => {
      const { holds } = await answer(GET("/api/v1/seats/reservation", { signal }));
      return holds.map(asOpen);
    },
    enabled: isSignedIn,
    refetchOnWindowFocus: "always",
  });
}

export async function extendHold(holdId: string, idempotencyKey: string): Promise<Hold> {
  const params = { path: { hold: holdId }, header: { "Idempotency-Key": idempotencyKey } };
  return (await answer(POST("/api/v1/seats/reservation/{hold}/extend", { params }))).hold;
}

export async function releaseHold(hold: Hold): Promise<void> {
  const params = { path: { event: hold.event_id } };
  await POST("/api/v1/seats/{event}/release", { params, body: { hold_id: hold.id } });
}
