/** `/orders/{id}`: the confirmation when it is new, the order's papers from then on. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { eventQuery } from "@/api/requests/get-event";
import { orderQuery } from "@/api/requests/orders";
import type { Account, EventDetails, Order } from "@/api/types";
import { Badge } from "@/components/badge";
import { ButtonLink, buttonClass } from "@/components/button";
import { EventLine } from "@/components/event-line";
import { Icon } from "@/components/icon";
import { PlaceLine } from "@/components/place-line";
import { ProblemPage } from "@/components/problem-page";
import { Skeleton } from "@/components/skeleton";
import { formatMoment } from "@/lib/format/dates";
import { useLocale, useMessages } from "@/lib/i18n/context";
import { usePageTitle } from "@/lib/page-title";
import { CancelOrder } from "./cancel-order";
import { Receipt } from "./receipt";
import { STATUS_TONES, texts } from "./texts";

/** A bank that hasn't spoken, or a refund under way, is asked for again. */
const UNSETTLED_MS = 2_000;

interface OrderScreenProps {
  orderId: string;
  account: Account;
  isNew: boolean;
}

export function OrderScreen({ orderId, account, isNew }: OrderScreenProps) {
  const t = useMessages(texts);
  const {
    data: order,
    error,
    refetch,
  } = useQuery({
    ...orderQuery(orderId),
    refetchInterval: ({ state }) => (isUnsettled(state.data) ? UNSETTLED_MS : false),
  });
  const { data: event } = useQuery({ ...eventQuery(order?.event_id ?? ""), enabled: order !== undefined });
  usePageTitle(order ? t.order(shortName(order.id)) : null);
  if (error && !order) return <ProblemPage error={error} onRetry={refetch} />;
  if (!order) return <OrderSkeleton />;
  return (
    <section className="mx-auto flex w-full max-w-3xl flex-col gap-6 px-4 py-8 sm:py-12">
      {isNew && order.status === "paid" ? (
        <Celebration email={account.email} />
      ) : (
        <header>
          <h1 className="text-3xl font-bold">{t.order(shortName(order.id))}</h1>
          <OrderState order={order} />
        </header>
      )}
      <Link
        to="/events/$eventId"
        params={{ eventId: order.event_id }}
        className="block rounded-card border border-line bg-surface p-4 shadow-card sm:p-5"
      >
        <EventLine event={event} />
      </Link>
      <Tickets order={order} />
      <Receipt order={order} />
      <OrderActions order={order} event={event} />
    </section>
  );
}

function isUnsettled(order: Order | undefined): boolean {
  if (!order) return false;
  return order.status === "pending_payment" || (order.status === "cancelled" && order.refunded.amount === 0);
}

/** People read numbers aloud: the end of the id tells orders apart. */
function shortName(orderId: string): string {
  return orderId.slice(-8).toUpperCase();
}

function Celebration({ email }: { email: string }) {
  const t = useMessages(texts);
  return (
    <header className="flex flex-col items-center gap-3 pt-2 text-center">
      <span className="grid size-16 animate-[pop_.5s_ease-out] place-items-center rounded-full bg-accent text-on-accent">
        <Icon name="check" className="size-9" />
      </span>
      <h1 className="text-4xl font-extrabold sm:text-5xl">{t.done}</h1>
      <p className="max-w-md text-ink-soft text-pretty">{t.doneText(email)}</p>
    </header>
  );
}

function OrderState({ order }: { order: Order }) {
  const t = useMessages(texts);
  const { tag } = useLocale();
  return (
    <>
      <p className="mt-2 flex flex-wrap items-center gap-3 text-sm text-ink-soft">
        <Badge tone={STATUS_TONES[order.status]}>{t.statuses[order.status]}</Badge>
        {t.ordered(formatMoment(order.created_at, tag))}
      </p>
      {order.status === "pending_payment" && (
        <div role="status" className="mt-4 flex flex-wrap items-center gap-3 rounded-control bg-info-soft p-4 text-sm">
          <p className="grow">{t.pending}</p>
          {order.next_action?.type === "redirect" && (
            <a href={order.next_action.url} className={buttonClass("secondary", "small")}>
              {t.goOn}
            </a>
          )}
        </div>
      )}
    </>
  );
}

function Tickets({ order }: { order: Order }) {
  const t = useMessages(texts);
  if (order.tickets.length === 0) return null;
  return (
    <section>
      <h2 className="mb-3 text-2xl font-bold">{t.yourTickets}</h2>
      <ul className="grid gap-3 sm:grid-cols-2">
        {order.tickets.map((ticket) => (
          <li
            key={ticket.id}
            className="flex items-center justify-between gap-3 rounded-card bg-surface p-4 shadow-card"
          >
            <PlaceLine place={ticket.seat} />
            {ticket.status === "valid" ? (
              <ButtonLink
                to="/tickets/$ticketId"
                params={{ ticketId: ticket.id }}
                look="secondary"
                size="small"
                className="shrink-0"
              >
                {t.openTicket}
              </ButtonLink>
            ) : (
              <Badge>{t.void}</Badge>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function OrderActions({ order, event }: { order: Order; event: EventDetails | undefined }) {
  const t = useMessages(texts);
  if (order.status !== "paid") return null;
  return (
    <div className="flex flex-wrap gap-3">
      <a
        href={`/api/v1/checkout/orders/${order.id}/calendar.ics`}
        download={`${order.id}.ics`}
        className={buttonClass("secondary")}
      >
        <Icon name="calendar" />
        {t.calendar}
      </a>
      {event && <CancelOrder order={order} event={event} />}
    </div>
  );
}

function OrderSkeleton() {
  return (
    <div className="mx-auto flex w-full max-w-3xl flex-col gap-6 px-4 py-12">
      <Skeleton className="h-10 w-64" />
      <Skeleton className="h-24" />
      <Skeleton className="h-60" />
    </div>
  );
}
