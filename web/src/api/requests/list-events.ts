/** The catalogue, page by page, and what it can be narrowed by. */
import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { answer, GET } from "../call";
import { keys } from "../keys";
import type { paths } from "../schema";

const EVENTS_A_PAGE = 24;
const CHOICES_MAX = 100;

export type EventsQuery = NonNullable<paths["/api/v1/events"]["get"]["parameters"]["query"]>;

export function eventsQuery(asked: EventsQuery) {
  return infiniteQueryOptions({
    queryKey: [...keys.events, asked],
    queryFn: ({ signal, pageParam }) => {
      const query = { ...asked, limit: EVENTS_A_PAGE, ...(pageParam !== null && { cursor: pageParam }) };
      return answer(GET("/api/v1/events", { params: { query }, signal }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
    placeholderData: keepPreviousData,
  });
}

const choices = { params: { query: { limit: CHOICES_MAX } } };

export const venuesQuery = queryOptions({
  queryKey: ["venues"],
  queryFn: ({ signal }) => answer(GET("/api/v1/venues", { ...choices, signal })),
  staleTime: 5 * 60_000,
});

export const performersQuery = queryOptions({
  queryKey: ["performers"],
  queryFn: ({ signal }) => answer(GET("/api/v1/performers", { ...choices, signal })),
  staleTime: 5 * 60_000,
});
