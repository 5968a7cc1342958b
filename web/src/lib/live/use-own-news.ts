/** Brings what happens to the reader's own holds and orders into the query cache, and keeps the connection in the reader's name. */
import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { keys } from "@/api/keys";
import { endSession, onSessionChange } from "@/api/session";
import { liveHub } from "./hub";

/** `isSignedIn`: nobody else has news of their own, and needs no connection for them. */
export function useOwnNews(isSignedIn: boolean): void {
  const queryClient = useQueryClient();
  useEffect(() => {
    const stops = [
      onSessionChange(() => liveHub().sessionChanged()),
      liveHub().hearSignedOut(() => endSession("elsewhere")),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, []);
  useEffect(() => {
    if (!isSignedIn) return;
    return liveHub().hearOwn((news) => {
      void queryClient.invalidateQueries({ queryKey: keys.holds });
      if (news.type !== "order_paid") return;
      void queryClient.invalidateQueries({ queryKey: keys.orders });
      void queryClient.invalidateQueries({ queryKey: keys.order(news.order_id) });
      void queryClient.invalidateQueries({ queryKey: keys.tickets });
    });
  }, [isSignedIn, queryClient]);
}
