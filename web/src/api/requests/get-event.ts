import { queryOptions } from "@tanstack/react-query";
import { answer, GET } from "../call";
import { keys } from "../keys";
import type { EventDetails } from "../types";

export function readEvent(id: string, signal: AbortSignal): Promise<EventDetails> {
  return answer(GET("/api/v1/events/{event}", { params: { path: { event: id } }, signal }));
}

export function eventQuery(id: string) {
  return queryOptions({ queryKey: keys.event(id), queryFn: ({ signal }) => readEvent(id, signal) });
}
