/** One's place in the line: joined once, followed by pushes and by asking, kept over reloads, sleep and bad networks. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState, useSyncExternalStore } from "react";
import { keys } from "@/api/keys";
import { isNoVerdict } from "@/api/problem";
import { joinQueue, leaveQueue, type QueuePlace, readPlace } from "@/api/requests/queue";
import { useIdentity } from "@/lib/identity";
import { liveHub } from "@/lib/live/hub";
import { keepPass } from "@/lib/queue-pass";
import { dropPlace, keepPlace, keptPlace } from "./kept-place";
import { isNotOurs, type Stage, stageOf, withNews } from "./stage-of";

/** Pushes come at least every five seconds; asking is for when they don't. */
const ASK_EVERY_MS = 8_000;

export interface Place {
  stage: Stage;
  aheadAtFirst: number | null;
  /** The server doesn't answer just now; what is shown is the last that it said. */
  isCutOff: boolean;
  join: () => void;
  isJoining: boolean;
  joinError: Error | null;
  leave: () => Promise<void>;
  /** Asks anew: with an account, a call becomes a pass. */
  refresh: () => Promise<QueuePlace>;
  retry: () => void;
}

export function usePlace(eventId: string): Place {
  const { account } = useIdentity();
  const queryClient = useQueryClient();
  const [kept, setKept] = useState(() => keptPlace(localStorage, eventId));
  const status = useSyncExternalStore(liveHub().subscribeStatus, liveHub().status);
  const queryKey = [...keys.place(eventId), account?.id ?? "nobody"];
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) => readPlace(eventId, keptPlace(localStorage, eventId)?.token ?? null, signal),
    refetchInterval: ({ state }) => (state.error && !isNoVerdict(state.error) ? false : ASK_EVERY_MS),
    // Who waits looks elsewhere, and where pushes don't get through, asking is how a call is heard.
    refetchIntervalInBackground: true,
    refetchOnWindowFocus: "always",
    refetchOnReconnect: "always",
    staleTime: 0,
  });

  const joining = useMutation({
    mutationFn: () => joinQueue(eventId, keptPlace(localStorage, eventId)?.token ?? null),
    onSuccess: (place) => {
      // A new place begins where it is; how far an earlier one had come says nothing.
      dropPlace(localStorage, eventId);
      queryClient.setQueryData(queryKey, place);
    },
  });

  // The token changes when an account takes the place over; the newest is kept.
  const { queue_token: given, ahead, status: standing } = query.data ?? {};
  useEffect(() => {
    if (!given || standing === "left") return;
    const before = keptPlace(localStorage, eventId);
    // Before the draw nobody is ahead or behind, so the way begins after it.
    const aheadAtFirst = standing === "waiting" ? (before?.ahead ?? ahead ?? null) : (before?.ahead ?? null);
    if (before?.token === given && before.ahead === aheadAtFirst) return;
    keepPlace(localStorage, eventId, { token: given, ahead: aheadAtFirst });
    setKept({ token: given, ahead: aheadAtFirst });
  }, [eventId, given, ahead, standing]);

  const isForeign = isNotOurs(query.error);
  useEffect(() => {
    if (!isForeign) return;
    dropPlace(localStorage, eventId);
    setKept(null);
  }, [eventId, isForeign]);

  const token = kept?.token ?? null;
  const accountId = account?.id ?? "nobody";
  useEffect(() => {
    return liveHub().watch(eventId, {
      queueToken: () => token,
      news: (news) => {
        if (news.type !== "queue" && news.type !== "admitted") return;
        const key = [...keys.place(eventId), accountId];
        queryClient.setQueryData<QueuePlace>(key, (before) => {
          const after = withNews(before, news.type, news.body);
          // What is set begins the time to the next asking anew, which news of others in the line must not put off for ever.
          return after === before ? undefined : after;
        });
      },
    });
  }, [eventId, accountId, token, queryClient]);

  const pass = query.data?.status === "admitted" ? query.data.pass : null;
  const passEndsAt = query.data?.pass_expires_at ?? null;
  useEffect(() => {
    if (pass) keepPass(eventId, pass, passEndsAt);
  }, [eventId, pass, passEndsAt]);

  const leave = async () => {
    await leaveQueue(eventId, kept?.token ?? null);
    dropPlace(localStorage, eventId);
    setKept(null);
    queryClient.setQueryData<QueuePlace>(queryKey, (place) => place && { ...place, status: "left" });
  };
  // Not having been in line before one joined is no failure.
  const isFailing = query.failureReason !== null && isNoVerdict(query.failureReason);
  return {
    stage: stageOf(query.data, query.error),
    aheadAtFirst: kept?.ahead ?? null,
    isCutOff: isFailing || status === "reconnecting" || status === "offline",
    join: () => joining.mutate(),
    isJoining: joining.isPending,
    joinError: joining.error,
    leave,
    refresh: async () => {
      const now = await readPlace(eventId, keptPlace(localStorage, eventId)?.token ?? null);
      // Kept before the seats are shown, which are claimed with it.
      if (now.pass) keepPass(eventId, now.pass, now.pass_expires_at ?? null);
      return now;
    },
    retry: () => void query.refetch(),
  };
}
