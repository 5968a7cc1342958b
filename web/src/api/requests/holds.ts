/** The caller's open holds, and what can be done with them. */
import { queryOptions } from "@tanstack/react-query";
import { call } from "../call";
import { keys } from "../keys";
import type { Hold } from "../types";

export function holdsQuery(isSignedIn: boolean) {
  return queryOptions({
    queryKey: keys.holds,
    queryFn: async ({ signal }) => (await call<{ holds: Hold[] }>("GET", "/seats/reservation", { signal })).holds,
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
