/** Watches the clock of every hold, on whatever screen: warns at two minutes, and says when it is over. */
import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { keys } from "@/api/keys";
import type { OpenHold } from "@/api/requests/holds";
import { readOrders } from "@/api/requests/orders";
import { useMessages } from "@/lib/i18n/context";
import { notify } from "@/lib/notices";
import { WARNING_MS } from "./countdown";
import { noteEnded } from "./ended-holds";
import { texts } from "./texts";
import { useHolds } from "./use-holds";

const warned = new Set<string>();

export function HoldWatcher() {
  const { holds } = useHolds();
  return holds.map((hold) => <HoldClock key={`${hold.id} ${hold.expires_at}`} hold={hold} />);
}

/** The program stops a hold's clock while it is paid, and who has paid has no hold any more. */
async function isBeingBought(holdId: string): Promise<boolean> {
  const { items } = await readOrders(null).catch(() => ({ items: [] }));
  const order = items.find((order) => order.hold_id === holdId);
  return order?.status === "pending_payment" || order?.status === "paid";
}

function HoldClock({ hold }: { hold: OpenHold }) {
  const t = useMessages(texts);
  const queryClient = useQueryClient();
  useEffect(() => {
    const leftMs = hold.endsAtMs - Date.now();
    // A hold extended after its warning is warned of again.
    const name = `${hold.id} ${hold.expires_at}`;
    const warning = setTimeout(() => {
      if (warned.has(name) || hold.endsAtMs <= Date.now()) return;
      warned.add(name);
      notify("warn", t.warning);
    }, leftMs - WARNING_MS);
    const end = setTimeout(async () => {
      await queryClient.refetchQueries({ queryKey: keys.holds });
      const kept = queryClient.getQueryData<OpenHold[]>(keys.holds) ?? [];
      if (kept.some((other) => other.id === hold.id && other.endsAtMs > Date.now())) return;
      if (await isBeingBought(hold.id)) return;
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
