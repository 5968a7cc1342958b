/** The catalogue, page by page, and what it can be narrowed by. */
import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { type CallOptions, call } from "../call";
import { keys } from "../keys";
import type { EventSummary, Page, Performer, Venue } from "../types";

const EVENTS_A_PAGE = 24;
const CHOICES_MAX = 100;

export function eventsQuery(query: NonNullable<CallOptions["query"]>) {
  return infiniteQueryOptions({
    queryKey: [...keys.events, query],
    queryFn: ({ signal, pageParam }) => {
      const page = { ...query, limit: EVENTS_A_PAGE, cursor: pageParam ?? undefined };
      return call<Page<EventSummary>>("GET", "/events", { query: page, signal });
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
    placeholderData: keepPreviousData,
  });
}

export const venuesQuery = queryOptions({
  queryKey: ["venues"],
  queryFn: ({ signal }) => call<Page<Venue>>("GET", "/venues", { query: { limit: CHOICES_MAX }, signal }),
  staleTime: 5 * 60_000,
});

export const performersQuery = queryOptions({
  queryKey: ["performers"],
  queryFn: ({ signal }) => call<Page<Performer>>("GET", "/performers", { query: { limit: CHOICES_MAX }, signal }),
  staleTime: 5 * 60_000,
});
