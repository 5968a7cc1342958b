/** The one thing to do now: buy, wait in line, be reminded, or know that it is over. Under the thumb on phones. */
import type { ReactNode } from "react";
import type { EventDetails } from "@/api/types";
import { ButtonLink, buttonClass } from "@/components/button";
import { Icon } from "@/components/icon";
import { formatMoment } from "@/lib/format/dates";
import { formatMoneyShort } from "@/lib/format/money";
import { useLocale, useMessages } from "@/lib/i18n/context";
import { useNow } from "@/lib/use-now";
import { saleStateOf, type TimeLeft, timeLeft } from "./sale-state";
import { texts } from "./texts";

export function CallToAction({ event }: { event: EventDetails }) {
  return (
    <aside className="z-20 max-lg:fixed max-lg:inset-x-0 max-lg:bottom-0 max-lg:border-t max-lg:border-line max-lg:bg-surface max-lg:p-4 max-lg:pb-[max(1rem,env(safe-area-inset-bottom))] max-lg:shadow-raised lg:sticky lg:top-24 lg:rounded-card lg:border lg:border-line lg:bg-surface lg:p-6 lg:shadow-card">
      <Action event={event} />
    </aside>
  );
}

function Action({ event }: { event: EventDetails }) {
  const t = useMessages(texts);
  const { tag } = useLocale();
  const params = { eventId: event.id };
  const count = new Intl.NumberFormat(tag).format(event.available);
  switch (saleStateOf(event, Date.now())) {
    case "buy":
      return (
        <div className="flex items-center gap-4 lg:flex-col lg:items-stretch">
          <div className="shrink-0">
            <p className="text-xl font-bold tabular-nums lg:text-3xl">
              {t.from(formatMoneyShort(event.price_range.min, tag))}
            </p>
            <p className="text-sm text-ink-soft tabular-nums max-lg:sr-only">{t.available(event.available, count)}</p>
          </div>
          <ButtonLink to="/events/$eventId/seats" params={params} size="large" className="grow">
            {t.choose}
          </ButtonLink>
          <CalendarLink eventId={event.id} label={t.addEvent} className="max-lg:hidden" />
        </div>
      );
    case "join":
      return (
        <Told
          {...(event.status === "scheduled" && { title: t.onSale(formatMoment(event.on_sale_at, tag)) })}
          text={t.joinText}
        >
          <ButtonLink to="/events/$eventId/queue" params={params} size="large">
            {t.join}
          </ButtonLink>
        </Told>
      );
    case "all-held":
      return (
        <Told title={t.allHeld} text={t.allHeldText}>
          <ButtonLink to="/events/$eventId/seats" params={params} look="secondary">
            {t.tryAnyway}
          </ButtonLink>
        </Told>
      );
    case "sold-out":
      return <Told title={t.soldOut} text={t.soldOutText} />;
    case "soon":
      return <ComingSale event={event} />;
    case "paused":
      return <Told title={t.paused} text={t.pausedText} />;
    case "ended":
      return <Told title={t.ended} />;
    case "cancelled":
      return <Told title={t.cancelled} text={t.cancelledText} />;
  }
}

function Told({ title, text, children }: { title?: string; text?: string; children?: ReactNode }) {
  return (
    <div className="flex flex-col gap-3">
      {title && <h2 className="text-xl font-bold lg:text-2xl">{title}</h2>}
      {text && <p className="text-sm text-ink-soft text-pretty">{text}</p>}
      {children}
    </div>
  );
}

function ComingSale({ event }: { event: EventDetails }) {
  const t = useMessages(texts);
  const { tag } = useLocale();
  const left = timeLeft(event.on_sale_at, useNow());
  return (
    <div className="flex flex-col gap-3">
      <h2 className="text-lg font-bold lg:text-2xl">{t.onSale(formatMoment(event.on_sale_at, tag))}</h2>
      {left && <Countdown left={left} />}
      <p className="text-sm text-ink-soft max-lg:sr-only">{t.onSaleText}</p>
      <CalendarLink eventId={event.id} label={t.addSale} primary />
    </div>
  );
}

function Countdown({ left }: { left: TimeLeft }) {
  const t = useMessages(texts);
  const parts: [number, string][] = [
    [left.days, t.days(left.days)],
    [left.hours, t.hours],
    [left.minutes, t.minutes],
    [left.seconds, t.seconds],
  ];
  return (
    <p role="timer" aria-live="off" className="grid grid-cols-4 gap-2 max-lg:hidden">
      {parts.map(([count, unit]) => (
        <span key={unit} className="rounded-control bg-sunken py-2 text-center">
          <span className="block text-2xl font-bold tabular-nums">{count}</span>
          <span className="block text-xs text-ink-soft">{unit}</span>
        </span>
      ))}
    </p>
  );
}

interface CalendarLinkProps {
  eventId: string;
  label: string;
  primary?: boolean;
  className?: string;
}

function CalendarLink({ eventId, label, primary = false, className }: CalendarLinkProps) {
  return (
    <a
      href={`/api/v1/events/${eventId}/calendar.ics`}
      download={`${eventId}.ics`}
      className={buttonClass(primary ? "primary" : "quiet", "medium", className)}
    >
      <Icon name="calendar" />
      {label}
    </a>
  );
}
