/** The tickets, with their events: what this device kept at once, and what the program says as soon as it says it. */
import { queryOptions, useQuery } from "@tanstack/react-query";
import { keys } from "@/api/keys";
import { isNoVerdict } from "@/api/problem";
import { readEvent } from "@/api/requests/get-event";
import { readTickets } from "@/api/requests/tickets";
import { currentAccount } from "@/api/session";
import type { EventDetails, Ticket } from "@/api/types";
import { type KeptTickets, keepTickets, readKeptTickets } from "@/lib/kept-tickets";

export interface MyTickets extends KeptTickets {
  /**
   * `told`: so says the program. Otherwise it is what was kept: `cut_off` if nobody answered who could know, `signed_out` if the
   * session was lost and the program would tell nobody.
   */
  standing: "told" | "cut_off" | "signed_out";
}

/** Asking for them is also what keeps them on this device. */
export const myTicketsQuery = queryOptions({
  queryKey: keys.tickets,
  queryFn: ({ signal }) => readMyTickets(signal),
  retry: 1,
});

/** Read anew each time: it is written whenever the program answers. */
export const keptTicketsQuery = queryOptions({
  queryKey: [...keys.tickets, "kept"],
  queryFn: () => readKeptTickets().catch(() => null),
  staleTime: 0,
  gcTime: 0,
});

export interface MyTicketsQuery {
  data: MyTickets | undefined;
  /** What is there is what was kept, and says nothing about what isn't there. */
  isAsking: boolean;
  error: Error | null;
  refetch: () => void;
}

/** Nobody at a door waits for a network to give up: what was kept is shown meanwhile. */
export function useMyTickets(): MyTicketsQuery {
  const { data, error, refetch } = useQuery(myTicketsQuery);
  const { data: kept } = useQuery({ ...keptTicketsQuery, enabled: data === undefined });
  const meanwhile = kept && error === null ? ({ ...kept, standing: "told" } as const) : undefined;
  return { data: data ?? meanwhile, isAsking: data === undefined, error, refetch: () => void refetch() };
}

export async function readMyTickets(signal: AbortSignal): Promise<MyTickets> {
  const owner = currentAccount()?.id;
  const readKept = () => readKeptTickets().catch(() => null);
  if (!owner) {
    const kept = await readKept();
    if (kept) return { ...kept, standing: "signed_out" };
  }
  try {
    const tickets = await readTickets(signal);
    const events = await eventsOf(tickets, signal);
    const mine: KeptTickets = { owner: owner ?? "", tickets, events };
    // Keeping them is for later, and must not fail what is shown now.
    keepTickets(mine).catch(() => undefined);
    return { ...mine, standing: "told" };
  } catch (error) {
    const kept = isNoVerdict(error) ? await readKept() : null;
    if (!kept) throw error;
    return { ...kept, standing: "cut_off" };
  }
}

/** An event that can't be read just now is taken as it was kept: it changes seldom, and its tickets are wanted now. */
async function eventsOf(tickets: Ticket[], signal: AbortSignal): Promise<EventDetails[]> {
  const ids = [...new Set(tickets.map((ticket) => ticket.event_id))];
  const asked = await Promise.allSettled(ids.map((id) => readEvent(id, signal)));
  const isWhole = asked.every(({ status }) => status === "fulfilled");
  const kept = isWhole ? null : await readKeptTickets().catch(() => null);
  return asked.map((answer, index) => {
    if (answer.status === "fulfilled") return answer.value;
    const known = kept?.events.find(({ id }) => id === ids[index]);
    if (!known) throw answer.reason;
    return known;
  });
}
