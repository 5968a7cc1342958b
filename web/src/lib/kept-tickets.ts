/**
 * Tickets in this browser, for doors without a network. They are kept when they are seen online and forgotten when somebody ends the
 * session, or another signs in. The service worker reads the same cache for the codes' pictures.
 */
import { currentAccount } from "@/api/session";
import type { EventDetails, Ticket } from "@/api/types";

export const TICKETS_CACHE = "admit-tickets-v1";
const BOOK = "/kept/tickets.json";
/** As many as one page of the list; their pictures are a few kilobytes each. */
const PICTURES_MAX = 100;

export interface KeptTickets {
  /** The account's id. */
  owner: string;
  tickets: Ticket[];
  events: EventDetails[];
}

export function pictureOf(ticketId: string): string {
  return `/api/v1/tickets/${ticketId}/qr.svg`;
}

export async function keepTickets(kept: KeptTickets): Promise<void> {
  if (!("caches" in globalThis)) return;
  // Who left meanwhile leaves nothing behind.
  if (currentAccount()?.id !== kept.owner) return;
  const cache = await caches.open(TICKETS_CACHE);
  await cache.put(BOOK, Response.json(kept));
  for (const ticket of kept.tickets.filter((ticket) => ticket.status === "valid").slice(0, PICTURES_MAX)) {
    const picture = pictureOf(ticket.id);
    // One that doesn't come now comes another time, and holds none of the others up.
    if (!(await cache.match(picture))) await cache.add(picture).catch(() => undefined);
  }
}

export async function isPictureKept(ticketId: string): Promise<boolean> {
  if (!("caches" in globalThis)) return false;
  return (await caches.match(pictureOf(ticketId), { cacheName: TICKETS_CACHE })) !== undefined;
}

/** Of whoever is signed in; where nobody is, of whoever was and didn't leave. */
export async function readKeptTickets(): Promise<KeptTickets | null> {
  const kept = await readBook();
  const account = currentAccount();
  return kept && (account === null || account.id === kept.owner) ? kept : null;
}

async function readBook(): Promise<KeptTickets | null> {
  if (!("caches" in globalThis)) return null;
  // Looking into a cache by opening it would make one.
  const found = await caches.match(BOOK, { cacheName: TICKETS_CACHE });
  return found ? ((await found.json()) as KeptTickets) : null;
}

/** Those of one account stay, if it is named: who signs in again has them still. */
export async function forgetTickets(butOf: string | null = null): Promise<void> {
  if (!("caches" in globalThis)) return;
  const kept = butOf === null ? null : await readBook().catch(() => null);
  if (!kept || kept.owner !== butOf) await caches.delete(TICKETS_CACHE);
}
