/** The tickets, with their events: from the program, and without a network from this device. */
import { queryOptions, useQuery } from "@tanstack/react-query";
import { keys } from "@/api/keys";
import { NoAnswer } from "@/api/problem";
import { readEvent } from "@/api/requests/get-event";
import { readTickets } from "@/api/requests/tickets";
import { type KeptTickets, keepTickets, readKeptTickets } from "@/lib/kept-tickets";

export interface MyTickets extends KeptTickets {
  from: "program" | "device";
}

/** Asking for them is also what keeps them on this device. */
export const myTicketsQuery = queryOptions({
  queryKey: keys.tickets,
  queryFn: ({ signal }) => readMyTickets(signal),
  retry: 1,
});

export function useMyTickets() {
  return useQuery(myTicketsQuery);
}

async function readMyTickets(signal: AbortSignal): Promise<MyTickets> {
  try {
    const tickets = await readTickets(signal);
    const eventIds = [...new Set(tickets.map((ticket) => ticket.event_id))];
    const events = await Promise.all(eventIds.map((id) => readEvent(id, signal)));
    // Keeping them is for later, and must not fail what is shown now.
    keepTickets({ tickets, events }).catch(() => undefined);
    return { tickets, events, from: "program" };
  } catch (error) {
    const kept = error instanceof NoAnswer ? await readKeptTickets().catch(() => null) : null;
    if (!kept) throw error;
    return { ...kept, from: "device" };
  }
}
