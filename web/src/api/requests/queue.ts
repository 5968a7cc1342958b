/** The line before a sale: one's place in it, and the draw that made its order. */
import { queryOptions } from "@tanstack/react-query";
import { call } from "../call";
import { keys } from "../keys";

export interface QueuePlace {
  queue_token?: string;
  /** `prequeue`, `waiting`, `admitted` or `left`; what a later server adds reads as waiting. */
  status: string;
  position: number | null;
  ahead: number | null;
  estimated_wait_s: { low: number; high: number } | null;
  /** How many places for the event are still to be had. */
  remaining: number | null;
  outlook: "likely" | "unlikely" | "unknown";
  serving: number | null;
  /** The position was called; until there is room inside, the place still waits, and no longer lapses. */
  called?: boolean;
  /** Who was called has to come by then. */
  answer_by?: string | null;
  paused?: boolean;
  /** When the line starts to move; null where that isn't fixed. */
  opens_at?: string | null;
  pass?: string | null;
  pass_expires_at?: string | null;
}

export interface QueueDraw {
  commitment: string;
  key: string | null;
  /** Which public randomness was named beforehand, if any. */
  public_source: string | null;
  public_input: string | null;
  count: number | null;
  root: string | null;
  drawn_at: string | null;
}

/** By what an account finds itself among those who were drawn. */
export interface OwnEntry {
  arrival: number;
  salt: string;
  account: string;
  position: number | null;
}

function withToken(token: string | null) {
  return token ? { headers: { "x-queue-token": token } } : {};
}

export function joinQueue(eventId: string, token: string | null): Promise<QueuePlace> {
  return call("POST", `/queue/${eventId}/join`, withToken(token));
}

export function readPlace(eventId: string, token: string | null, signal?: AbortSignal): Promise<QueuePlace> {
  return call("GET", `/queue/${eventId}/status`, { ...withToken(token), ...(signal ? { signal } : {}) });
}

export function leaveQueue(eventId: string, token: string | null): Promise<void> {
  return call("POST", `/queue/${eventId}/leave`, withToken(token));
}

export function drawQuery(eventId: string) {
  return queryOptions({
    queryKey: [...keys.place(eventId), "draw"],
    queryFn: ({ signal }) => call<QueueDraw>("GET", `/queue/${eventId}/draw`, { signal }),
    retry: false,
    staleTime: 30_000,
  });
}

export function ownEntryQuery(eventId: string, isSignedIn: boolean) {
  return queryOptions({
    queryKey: [...keys.place(eventId), "draw", "mine"],
    queryFn: ({ signal }) => call<OwnEntry>("GET", `/queue/${eventId}/draw/mine`, { signal }),
    enabled: isSignedIn,
    retry: false,
    staleTime: 30_000,
  });
}
