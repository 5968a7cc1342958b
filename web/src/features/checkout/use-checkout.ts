/** Does what the checkout's state asks for: sends, waits, repeats, polls, and tells the machine what came of it. */
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useReducer, useRef } from "react";
import { keys } from "@/api/keys";
import { hasCode } from "@/api/problem";
import { payHold } from "@/api/requests/checkout";
import { holdsQuery } from "@/api/requests/holds";
import { orderQuery, readOrders } from "@/api/requests/orders";
import { type CheckoutState, type Happening, START, step } from "./machine";
import { happeningOfError, happeningOfOrder } from "./what-happened";

const POLL_MS = 1_500;
const LOOK_AGAIN_MS = 3_000;

interface CheckoutOptions {
  holdId: string;
  /** Whether the reader comes back from the bank's page. */
  returned: boolean;
}

export function useCheckout({ holdId, returned }: CheckoutOptions): [CheckoutState, (happening: Happening) => void] {
  const [state, tell] = useReducer(step, START);
  const queryClient = useQueryClient();
  const sent = useRef(new Set<string>());

  useEffect(() => {
    let isOver = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const say = (happening: Happening) => !isOver && tell(happening);

    const lookUp = async () => {
      try {
        say(await findOut({ holdId, returned }, () => queryClient.fetchQuery({ ...holdsQuery(true), staleTime: 0 })));
      } catch (error) {
        if (hasCode(error, "not_signed_in", "bad_token")) say({ type: "signed-out" });
        else if (!isOver) timer = setTimeout(lookUp, LOOK_AGAIN_MS);
      }
    };
    const poll = async (orderId: string) => {
      try {
        const order = await queryClient.fetchQuery({ ...orderQuery(orderId), staleTime: 0, retry: false });
        if (order.status !== "pending_payment") return say(happeningOfOrder(order));
      } catch (error) {
        // A declined attempt leaves no order behind: what became of the hold tells the rest.
        if (hasCode(error, "not_found")) return say({ type: "declined", reason: "refused" });
      }
      if (!isOver) timer = setTimeout(() => poll(orderId), POLL_MS);
    };

    let stop: (() => void) | undefined;
    switch (state.at) {
      case "checking":
        void lookUp();
        break;
      case "sending": {
        // The attempt isn't taken back with the component: its answer counts, wherever the reader is by then.
        const name = `${state.attempt.idempotencyKey} ${state.tries}`;
        if (!sent.current.has(name)) {
          sent.current.add(name);
          payHold(state.attempt).then(
            (order) => tell(happeningOfOrder(order)),
            (error) => tell(happeningOfError(error)),
          );
        }
        break;
      }
      case "recovering":
        stop = whenItMayAnswer(state.waitMs, () => say({ type: "again" }));
        break;
      case "redirecting":
        stop = leaveForBank(state.url, () => say({ type: "came-back" }));
        // The bank's page may not come, or be answered in another window.
        timer = setTimeout(() => poll(state.orderId), POLL_MS);
        break;
      case "waiting":
        void poll(state.orderId);
        break;
    }
    return () => {
      isOver = true;
      clearTimeout(timer);
      stop?.();
    };
  }, [state, holdId, returned, queryClient]);

  useFreshLists(state);
  return [state, tell];
}

/** The hold, the orders and the tickets are others than before. */
function useFreshLists(state: CheckoutState): void {
  const queryClient = useQueryClient();
  useEffect(() => {
    if (state.at !== "paid" && state.at !== "editing" && state.at !== "waiting") return;
    queryClient.invalidateQueries({ queryKey: keys.holds });
    if (state.at !== "paid") return;
    for (const queryKey of [keys.orders, keys.tickets, keys.order(state.orderId)]) {
      queryClient.invalidateQueries({ queryKey });
    }
  }, [state, queryClient]);
}

/** Calls after a while, and at once when there is a network again. */
function whenItMayAnswer(waitMs: number, again: () => void): () => void {
  const timer = setTimeout(again, waitMs);
  window.addEventListener("online", again);
  return () => {
    clearTimeout(timer);
    window.removeEventListener("online", again);
  };
}

/** Calls if the browser shows this page again as it was left. */
function leaveForBank(url: string, cameBack: () => void): () => void {
  const shown = ({ persisted }: PageTransitionEvent) => persisted && cameBack();
  window.addEventListener("pageshow", shown);
  window.location.assign(url);
  return () => window.removeEventListener("pageshow", shown);
}

/** An order of this hold says how it stands; without one, the hold itself does. */
async function findOut(
  { holdId, returned }: CheckoutOptions,
  readHolds: () => Promise<{ id: string }[]>,
): Promise<Happening> {
  const { items } = await readOrders(null);
  const order = items.find((order) => order.hold_id === holdId && order.status !== "payment_failed");
  if (order?.status === "pending_payment") return { type: "found-pending", orderId: order.id, next: order.next_action };
  if (order && order.status !== "expired") return { type: "paid", orderId: order.id };
  const holds = await readHolds();
  if (!holds.some((hold) => hold.id === holdId)) return { type: "hold-ended" };
  // A declined attempt leaves no order behind.
  return returned ? { type: "declined", reason: "refused" } : { type: "hold-open" };
}
