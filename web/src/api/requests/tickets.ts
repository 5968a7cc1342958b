/** What lets one in. */
import { answer, GET } from "../call";
import type { Ticket } from "../types";

const TICKETS_A_PAGE = 100;
/** Far more than anybody buys; a bound all the same. */
const PAGES_MAX = 20;

export async function readTickets(signal: AbortSignal): Promise<Ticket[]> {
  const tickets: Ticket[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const query: { limit: number; cursor?: string } = { limit: TICKETS_A_PAGE, ...(cursor !== null && { cursor }) };
    const found = await answer(GET("/api/v1/tickets", { params: { query }, signal }));
    tickets.push(...found.items);
    cursor = found.next_cursor;
    if (cursor === null) break;
  }
  return tickets;
}
