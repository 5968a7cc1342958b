/** Keeps an event in the query cache at what is true now: the sum at once, and what the sections don't tell soon after. */
import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { keys } from "@/api/keys";
import type { EventDetails } from "@/api/types";
import { eventFeed } from "./event-feed";

/** In a rush everything changes all the time; asking more often would tell nobody more. */
const ASK_EVERY_MS = 2_500;

export function useLiveEvent(eventId: string): void {
  const queryClient = useQueryClient();
  useEffect(() => {
    let due: ReturnType<typeof setTimeout> | undefined;
    const askSoon = () => {
      due ??= setTimeout(() => {
        due = undefined;
        if (document.visibilityState === "visible")
          void queryClient.invalidateQueries({ queryKey: keys.event(eventId) });
      }, ASK_EVERY_MS);
    };
    const stop = eventFeed(eventId).listen({
      sections: (available) => {
        const sum = [...available.values()].reduce((total, count) => total + count, 0);
        const before = queryClient.getQueryData<EventDetails>(keys.event(eventId));
        if (!before || before.available === sum) return;
        queryClient.setQueryData<EventDetails>(keys.event(eventId), { ...before, available: sum });
        askSoon();
      },
      soldOut: askSoon,
    });
    return () => {
      clearTimeout(due);
      stop();
    };
  }, [eventId, queryClient]);
}
