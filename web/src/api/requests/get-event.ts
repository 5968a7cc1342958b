import { queryOptions } from "@tanstack/react-query";
import { call } from "../call";
import { keys } from "../keys";
import type { EventDetails } from "../types";

export function eventQuery(id: string) {
  return queryOptions({
    queryKey: keys.event(id),
    queryFn: ({ signal }) => call<EventDetails>("GET", `/events/${encodeURIComponent(id)}`, { signal }),
  });
}
