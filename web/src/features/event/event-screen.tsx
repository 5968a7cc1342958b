/** `/events/{id}`: everything one wants to know before buying, and the way to do it. */
import type { EventDetails } from "@/api/types";
import { Artwork, groundOf } from "@/components/artwork/artwork";
import { useMessages } from "@/lib/i18n/context";
import { usePageTitle } from "@/lib/page-title";
import { CallToAction } from "./call-to-action";
import { Facts } from "./facts";
import { RefundTerms } from "./refund-terms";
import { texts } from "./texts";
import { TierTable } from "./tier-table";

export function EventScreen({ event }: { event: EventDetails }) {
  const t = useMessages(texts);
  const ground = groundOf(event.id);
  usePageTitle(event.name);
  return (
    <article className="mx-auto w-full max-w-6xl px-4 pb-28 pt-4 lg:pb-16 3xl:max-w-[100rem]">
      <header
        className="relative isolate overflow-hidden rounded-card text-white sm:flex sm:min-h-80 sm:items-end lg:min-h-96 3xl:min-h-[32rem]"
        style={{ backgroundColor: ground }}
      >
        <div className="h-48 w-full sm:absolute sm:inset-y-0 sm:right-0 sm:h-full sm:w-3/5">
          <Artwork eventId={event.id} category={event.category} className="size-full" />
          <div
            className="absolute inset-y-0 left-0 w-1/3 max-sm:hidden"
            style={{ backgroundImage: `linear-gradient(to right, ${ground}, transparent)` }}
          />
        </div>
        <div className="relative p-5 sm:max-w-[55%] sm:p-8 lg:p-10">
          <h1 className="text-3xl font-extrabold leading-[1.05] sm:text-4xl lg:text-6xl">{event.name}</h1>
          <p className="mt-2 text-base font-medium text-white/90 sm:mt-4 sm:text-lg">
            {event.venue.name}, {event.venue.city}
          </p>
        </div>
      </header>
      <div className="mt-6 grid gap-8 lg:grid-cols-[1fr_22rem] lg:items-start 3xl:grid-cols-[1fr_28rem]">
        <div className="flex min-w-0 flex-col gap-8">
          <Facts event={event} />
          <section>
            <h2 className="mb-3 text-2xl font-bold">{t.tickets}</h2>
            <TierTable event={event} />
            <p className="mt-3 text-sm text-ink-soft">
              {t.limit(event.max_tickets_per_order)} {t.hold(event.hold_s * 1000)}
            </p>
          </section>
          <RefundTerms event={event} />
          {event.description && (
            <section>
              <h2 className="mb-2 text-2xl font-bold">{t.about}</h2>
              <p className="max-w-prose whitespace-pre-line text-ink-soft text-pretty">{event.description}</p>
            </section>
          )}
          <Performers event={event} />
        </div>
        <CallToAction event={event} />
      </div>
    </article>
  );
}

function Performers({ event }: { event: EventDetails }) {
  const t = useMessages(texts);
  if (event.performers.length === 0) return null;
  return (
    <section>
      <h2 className="mb-3 text-2xl font-bold">{t.performers}</h2>
      <ul className="grid gap-3 sm:grid-cols-2">
        {event.performers.map((performer) => (
          <li key={performer.id} className="rounded-card border border-line bg-surface p-4">
            <p className="font-display text-lg font-bold">{performer.name}</p>
            {performer.description && <p className="mt-1 text-sm text-ink-soft">{performer.description}</p>}
          </li>
        ))}
      </ul>
    </section>
  );
}
