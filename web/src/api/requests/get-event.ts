import { queryOptions } from "@tanstack/react-query";
import { nextLookMs } from "@/lib/sale-phase";
import { answer, GET } from "../call";
import { keys } from "../keys";
import type { EventDetails } from "../types";

/** One for this window, so that its timers aren't set anew each time somebody asks when they ring. */
const LUCK = Math.random();

export function readEvent(id: string, signal: AbortSignal): Promise<EventDetails> {
  // A copy that a browser may show a little longer would undo what live updates said meanwhile. Unchanged, it costs an empty answer.
  return answer(GET("/api/v1/events/{event}", { params: { path: { event: id } }, cache: "no-cache", signal }));
}

export function eventQuery(id: string) {
  return queryOptions({
    queryKey: keys.event(id),
    queryFn: ({ signal }) => readEvent(id, signal),
    refetchInterval: ({ state }) => (state.data ? nextLookMs(state.data, Date.now(), LUCK) : false),
  });
}
