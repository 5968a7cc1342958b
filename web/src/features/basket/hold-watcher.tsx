/** Watches the clock of every hold, on whatever screen: warns at two minutes, and says when it is over. */
import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { keys } from "@/api/keys";
import { ApiProblem } from "@/api/problem";
import { holdsQuery, type OpenHold } from "@/api/requests/holds";
import { readOrders } from "@/api/requests/orders";
import { currentAccount } from "@/api/session";
import { useMessages } from "@/lib/i18n/context";
import { backoffMs } from "@/lib/live/backoff";
import { notify } from "@/lib/notices";
import { WARNING_MS } from "./countdown";
import { noteEnded } from "./ended-holds";
import { texts } from "./texts";
import { useHolds } from "./use-holds";
import { type Fate, whatBecameOf } from "./what-became-of";

const ENDING_MS = 500;
const ASKS_MAX = 100;

const warned = new Set<string>();
/** Whose end is being looked into: each look brings the holds anew, and that shouldn't begin another. */
const ending = new Set<string>();

export function HoldWatcher() {
  const { holds } = useHolds();
  return holds.map((hold) => <HoldClock key={`${hold.id} ${hold.expires_at}`} hold={hold} />);
}

function HoldClock({ hold }: { hold: OpenHold }) {
  const t = useMessages(texts);
  const queryClient = useQueryClient();
  useEffect(() => {
    const leftMs = hold.endsAtMs - Date.now();
    // A hold extended after its warning is warned of again.
    const name = `${hold.id} ${hold.expires_at}`;
    const warning = setTimeout(() => {
      const stillMs = hold.endsAtMs - Date.now();
      if (warned.has(name) || stillMs <= 0) return;
      warned.add(name);
      notify("warn", t.warning(stillMs));
    }, leftMs - WARNING_MS);
    const end = setTimeout(async () => {
      if (ending.has(name)) return;
      ending.add(name);
      const fate = await fateOf(hold.id, queryClient);
      ending.delete(name);
      if (fate !== "over") return;
      noteEnded(hold);
      notify("bad", t.ended);
      queryClient.setQueryData<OpenHold[]>(keys.holds, (all) => all?.filter((other) => other.id !== hold.id));
      queryClient.invalidateQueries({ queryKey: keys.event(hold.event_id) });
    }, leftMs);
    return () => {
      clearTimeout(warning);
      clearTimeout(end);
    };
  }, [hold, queryClient, t]);
  return null;
}

/** Asks until it is known. Null where it can't be, such as after signing out, or isn't the business of whoever is here now. */
async function fateOf(holdId: string, queryClient: QueryClient): Promise<Fate | null> {
  const asker = currentAccount()?.id;
  const asked = {
    readHolds: () => queryClient.fetchQuery({ ...holdsQuery(true), staleTime: 0, retry: false }),
    readOrders: async () => (await readOrders(null)).items,
  };
  for (let asks = 0; asks < ASKS_MAX; asks += 1) {
    try {
      const fate = await whatBecameOf(holdId, asked);
      if (currentAccount()?.id !== asker) return null;
      if (fate !== "ending") return fate;
      await new Promise((resolve) => setTimeout(resolve, ENDING_MS));
    } catch (error) {
      if (error instanceof ApiProblem && error.status === 401) return null;
      const told = error instanceof ApiProblem ? error.retryAfterS : null;
      const pause = Math.max(backoffMs(asks, Math.random()), (told ?? 0) * 1000);
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
  return null;
}
