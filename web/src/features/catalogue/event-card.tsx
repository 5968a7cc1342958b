/** An event as a card, shaped like a ticket: the picture, a perforation, the facts. */
import { Link } from "@tanstack/react-router";
import type { EventSummary } from "@/api/types";
import { Artwork } from "@/components/artwork/artwork";
import { Badge } from "@/components/badge";
import { formatDate, formatDayMonth, formatTime, readerZone } from "@/lib/format/dates";
import { formatMoneyShort } from "@/lib/format/money";
import { useLocale, useMessages } from "@/lib/i18n/context";
import { BADGE_TONES, badgeOf, isOver } from "./badge-of";
import { texts } from "./texts";

export function EventCard({ event }: { event: EventSummary }) {
  const t = useMessages(texts);
  const { tag } = useLocale();
  const { time_zone } = event.venue;
  const isFaded = isOver(badgeOf(event, Date.now()));
  return (
    <article className="group relative">
      <div className="flex h-full flex-col overflow-hidden rounded-card bg-surface shadow-card transition-shadow duration-300 group-hover:shadow-raised">
        <div className="aspect-[16/10] overflow-hidden [content-visibility:auto]">
          <Artwork
            eventId={event.id}
            category={event.category}
            className={`size-full transition-transform duration-500 group-hover:scale-[1.04] ${isFaded ? "saturate-[.35] opacity-80" : ""}`}
          />
        </div>
        <div className="perforation" />
        <div className="flex grow flex-col gap-1 p-4 pt-3 sm:p-5 sm:pt-3">
          <p className="text-sm font-semibold text-accent">
            {formatDate(event.starts_at, time_zone, tag)} · {formatTime(event.starts_at, time_zone, tag)}
          </p>
          <h3 className="text-xl font-bold leading-tight text-pretty">
            <Link
              to="/events/$eventId"
              params={{ eventId: event.id }}
              className="after:absolute after:inset-0 after:rounded-card"
            >
              {event.name}
            </Link>
          </h3>
          <p className="text-sm text-ink-soft">
            {event.venue.name}, {event.venue.city}
          </p>
          <div className="mt-auto flex items-center justify-between gap-3 pt-3">
            <EventBadge event={event} />
            <p className="font-bold tabular-nums">{t.fromPrice(formatMoneyShort(event.price_range.min, tag))}</p>
          </div>
        </div>
      </div>
    </article>
  );
}

function EventBadge({ event }: { event: EventSummary }) {
  const t = useMessages(texts);
  const { tag } = useLocale();
  const word = badgeOf(event, Date.now());
  // By the reader's clock, as on the event's own page.
  const said = word === "from" ? t.onSaleFrom(formatDayMonth(event.on_sale_at, readerZone(), tag)) : t.badges[word];
  return <Badge tone={BADGE_TONES[word]}>{said}</Badge>;
}
