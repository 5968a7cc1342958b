/**
 * Tickets in this browser, for doors without a network. They are kept when they are seen online and forgotten when the session ends.
 * The service worker reads the same cache for the codes' pictures.
 */
import type { EventDetails, Ticket } from "@/api/types";

export const TICKETS_CACHE = "admit-tickets-v1";
const BOOK = "/kept/tickets.json";
/** As many as one page of the list; their pictures are a few kilobytes each. */
const PICTURES_MAX = 100;

export interface KeptTickets {
  tickets: Ticket[];
  events: EventDetails[];
}

export function pictureOf(ticketId: string): string {
  return `/api/v1/tickets/${ticketId}/qr.svg`;
}

export async function keepTickets(kept: KeptTickets): Promise<void> {
  if (!("caches" in globalThis)) return;
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

export async function readKeptTickets(): Promise<KeptTickets | null> {
  if (!("caches" in globalThis)) return null;
  const found = await (await caches.open(TICKETS_CACHE)).match(BOOK);
  return found ? ((await found.json()) as KeptTickets) : null;
}

export async function forgetTickets(): Promise<void> {
  if ("caches" in globalThis) await caches.delete(TICKETS_CACHE);
}
