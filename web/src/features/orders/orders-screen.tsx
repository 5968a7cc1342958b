/** `/orders`: everything one bought. */
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { eventQuery } from "@/api/requests/get-event";
import { ordersQuery } from "@/api/requests/orders";
import type { Order } from "@/api/types";
import { Badge } from "@/components/badge";
import { Button, ButtonLink } from "@/components/button";
import { EventLine } from "@/components/event-line";
import { ProblemPage } from "@/components/problem-page";
import { Skeleton } from "@/components/skeleton";
import { StatePage } from "@/components/state-page";
import { formatMoney } from "@/lib/format/money";
import { useLocale, useMessages } from "@/lib/i18n/context";
import { usePageTitle } from "@/lib/page-title";
import { STATUS_TONES, texts } from "./texts";

export function OrdersScreen() {
  const t = useMessages(texts);
  usePageTitle(t.title);
  const { data, error, isPending, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } =
    useInfiniteQuery(ordersQuery);
  if (isPending) return <OrdersSkeleton />;
  if (error && !data) return <ProblemPage error={error} onRetry={refetch} />;
  const orders = data.pages.flatMap((page) => page.items);
  if (orders.length === 0) {
    const [title, text] = t.none;
    return (
      <StatePage icon="card" title={title} text={text}>
        <ButtonLink to="/">{t.find}</ButtonLink>
      </StatePage>
    );
  }
  return (
    <section className="mx-auto w-full max-w-3xl px-4 py-8 sm:py-12">
      <h1 className="mb-6 text-3xl font-bold">{t.title}</h1>
      <ul className="flex flex-col gap-4">
        {orders.map((order) => (
          <li key={order.id}>
            <OrderCard order={order} />
          </li>
        ))}
      </ul>
      {hasNextPage && (
        <Button
          look="secondary"
          className="mx-auto mt-6 flex"
          busy={isFetchingNextPage}
          onClick={() => fetchNextPage()}
        >
          {t.more}
        </Button>
      )}
    </section>
  );
}

function OrderCard({ order }: { order: Order }) {
  const t = useMessages(texts);
  const { tag } = useLocale();
  const { data: event } = useQuery(eventQuery(order.event_id));
  const count = order.lines.filter((line) => line.kind === "ticket").length;
  return (
    <Link
      to="/orders/$orderId"
      params={{ orderId: order.id }}
      className="block rounded-card border border-line bg-surface p-4 shadow-card transition-shadow hover:shadow-raised sm:p-5"
    >
      <EventLine event={event} />
      <p className="mt-3 flex flex-wrap items-center justify-between gap-3 border-t border-line pt-3">
        <Badge tone={STATUS_TONES[order.status]}>{t.statuses[order.status]}</Badge>
        <span className="text-sm text-ink-soft">
          {t.tickets(count)} · <span className="tabular-nums">{formatMoney(order.total, tag)}</span>
        </span>
      </p>
    </Link>
  );
}

function OrdersSkeleton() {
  return (
    <div className="mx-auto flex w-full max-w-3xl flex-col gap-4 px-4 py-12">
      <Skeleton className="mb-2 h-9 w-52" />
      <Skeleton className="h-32" />
      <Skeleton className="h-32" />
    </div>
  );
}
