/** The caller's open holds, and what can be done with them. */
import { queryOptions } from "@tanstack/react-query";
import { call } from "../call";
import { keys } from "../keys";
import type { Hold } from "../types";

/** A hold with its end by this device's clock, whatever that clock shows. */
export interface OpenHold extends Hold {
  endsAtMs: number;
}

export function holdsQuery(isSignedIn: boolean) {
  return queryOptions({
    queryKey: keys.holds,
    queryFn: async ({ signal }): Promise<OpenHold[]> => {
      const { holds } = await call<{ holds: Hold[] }>("GET", "/seats/reservation", { signal });
      return holds.map((hold) => ({ ...hold, endsAtMs: Date.now() + (hold.expires_in_s ?? 0) * 1000 }));
    },
    enabled: isSignedIn,
    refetchOnWindowFocus: "always",
  });
}

export async function extendHold(holdId: string, idempotencyKey: string): Promise<Hold> {
  const path = `/seats/reservation/${holdId}/extend`;
  return (await call<{ hold: Hold }>("POST", path, { idempotencyKey })).hold;
}

export function releaseHold(hold: Hold): Promise<void> {
  return call("POST", `/seats/${hold.event_id}/release`, { body: { hold_id: hold.id } });
}
