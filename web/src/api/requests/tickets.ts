/** What lets one in. */
import { call } from "../call";
import type { Page, Ticket } from "../types";

const TICKETS_A_PAGE = 100;
/** Far more than anybody buys; a bound all the same. */
const PAGES_MAX = 20;

export async function readTickets(signal: AbortSignal): Promise<Ticket[]> {
  const tickets: Ticket[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const query = { limit: TICKETS_A_PAGE, cursor: cursor ?? undefined };
    const answer: Page<Ticket> = await call<Page<Ticket>>("GET", "/tickets", { query, signal });
    tickets.push(...answer.items);
    cursor = answer.next_cursor;
    if (cursor === null) break;
  }
  return tickets;
}
