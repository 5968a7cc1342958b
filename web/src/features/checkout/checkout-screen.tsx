/** `/checkout/{hold}`: every state of the machine has its face. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useEffect, useRef } from "react";
import { eventQuery } from "@/api/requests/get-event";
import { holdsQuery, type OpenHold } from "@/api/requests/holds";
import { paymentMethodsQuery } from "@/api/requests/payment-methods";
import type { Account, Payment } from "@/api/types";
import { Button } from "@/components/button";
import { Icon } from "@/components/icon";
import { ProblemPage } from "@/components/problem-page";
import { Spinner } from "@/components/spinner";
import { formatMoney } from "@/lib/format/money";
import { useLocale, useMessages } from "@/lib/i18n/context";
import { usePageTitle } from "@/lib/page-title";
import { randomKey } from "@/lib/random-key";
import { AtTheBank, Checking, Expired, NoWayToPay, Stopped } from "./checkout-states";
import { HoldSummary } from "./hold-summary";
import type { CheckoutState } from "./machine";
import { PaymentForm } from "./payment-form";
import { texts } from "./texts";
import { useCheckout } from "./use-checkout";

const LOOK_AGAIN_MS = 2_000;

interface CheckoutScreenProps {
  holdId: string;
  /** Whether the reader comes back from the bank's page. */
  returned: boolean;
  /** As the basket knows it; gone when it is paid, let go or over. */
  hold: OpenHold | undefined;
  account: Account;
  clock: ReactNode;
  onPaid: (orderId: string) => void;
}

export function CheckoutScreen({ holdId, returned, hold, account, clock, onPaid }: CheckoutScreenProps) {
  const t = useMessages(texts);
  const { tag } = useLocale();
  usePageTitle(t.title);
  const [state, tell] = useCheckout({ holdId, returned });
  const known = useKnownHold(hold);
  const { data: event } = useQuery({ ...eventQuery(known?.event_id ?? ""), enabled: known !== undefined });
  const { data: offered, error, refetch } = useQuery(paymentMethodsQuery);

  useEffect(() => {
    if (state.at === "paid") onPaid(state.orderId);
  }, [state, onPaid]);
  useHoldGone(state, holdId, hold !== undefined, () => tell({ type: "in-checkout" }));

  if (state.at === "expired") return <Expired eventId={known?.event_id} />;
  if (state.at === "stopped") return <Stopped code={state.code} />;
  if (state.at === "redirecting" || state.at === "waiting") return <AtTheBank state={state} />;
  if (state.at === "checking" || state.at === "paid" || !known) return <Checking />;
  if (!offered) return error ? <ProblemPage error={error} onRetry={refetch} /> : <Checking />;
  if (offered.methods.length === 0) return <NoWayToPay />;
  const pay = (payment: Payment) => tell({ type: "submit", attempt: { holdId, payment, idempotencyKey: randomKey() } });
  return (
    <Layout
      summary={<HoldSummary hold={known} event={event} clock={state.at === "editing" ? clock : null} />}
      account={account}
    >
      {state.at === "sending" && <Told text={t.sending} />}
      {state.at === "recovering" && (
        <Told text={t.recovering}>
          <Button look="secondary" size="small" onClick={() => tell({ type: "again" })}>
            {t.tryNow}
          </Button>
        </Told>
      )}
      <PaymentForm
        offered={offered}
        total={formatMoney(known.total, tag)}
        notice={state.at === "editing" ? state.notice : null}
        busy={state.at !== "editing"}
        onPay={pay}
      />
    </Layout>
  );
}

/** What was held, also when the basket doesn't list it any more. */
function useKnownHold(hold: OpenHold | undefined): OpenHold | undefined {
  const known = useRef(hold);
  if (hold) known.current = hold;
  return known.current;
}

/** A hold that the basket, asked anew, doesn't know is over or paid in another window: which of them, the orders tell. */
function useHoldGone(state: CheckoutState, holdId: string, isListed: boolean, onGone: () => void): void {
  const queryClient = useQueryClient();
  const isGone = state.at === "editing" && state.notice?.kind !== "signed-out" && !isListed;
  const tell = useRef(onGone);
  tell.current = onGone;
  useEffect(() => {
    if (!isGone) return;
    let isOver = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = async () => {
      try {
        const holds = await queryClient.fetchQuery({ ...holdsQuery(true), staleTime: 0 });
        if (!isOver && !holds.some((hold) => hold.id === holdId)) return tell.current();
      } catch {
        // What can't be read isn't known.
      }
      if (!isOver) timer = setTimeout(look, LOOK_AGAIN_MS);
    };
    void look();
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [isGone, holdId, queryClient]);
}

function Layout({ summary, account, children }: { summary: ReactNode; account: Account; children: ReactNode }) {
  const t = useMessages(texts);
  return (
    <section className="mx-auto grid w-full max-w-5xl gap-6 px-4 py-6 sm:py-10 lg:grid-cols-[1fr_24rem] lg:items-start lg:gap-10">
      <h1 className="text-3xl font-bold lg:col-span-2">{t.title}</h1>
      <div className="min-w-0 lg:order-2 lg:sticky lg:top-24">{summary}</div>
      <div className="flex min-w-0 flex-col gap-5">
        <div className="flex items-center gap-3 rounded-card border border-line bg-surface p-4">
          <Icon name="ticket" className="size-6 shrink-0 text-accent" />
          <p className="min-w-0">
            <span className="block text-sm text-ink-soft">{t.ticketsTo}</span>
            <span className="block truncate font-semibold">
              {account.name} · {account.email}
            </span>
          </p>
        </div>
        {children}
      </div>
    </section>
  );
}

function Told({ text, children }: { text: string; children?: ReactNode }) {
  return (
    <div role="status" className="flex flex-wrap items-center gap-3 rounded-control bg-info-soft p-4">
      <span className="text-info">
        <Spinner />
      </span>
      <p className="grow basis-60 text-sm font-medium">{text}</p>
      {children}
    </div>
  );
}
