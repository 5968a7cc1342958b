/** `/tickets`: the tickets by event, what comes next first. */
import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { keys } from "@/api/keys";
import type { EventDetails, Ticket } from "@/api/types";
import { Artwork } from "@/components/artwork/artwork";
import { Badge } from "@/components/badge";
import { ButtonLink } from "@/components/button";
import { Icon } from "@/components/icon";
import { PlaceLine } from "@/components/place-line";
import { ProblemPage } from "@/components/problem-page";
import { Skeleton } from "@/components/skeleton";
import { StatePage } from "@/components/state-page";
import { formatDateLong, formatTime } from "@/lib/format/dates";
import { useLocale, useMessages } from "@/lib/i18n/context";
import { forgetTickets } from "@/lib/kept-tickets";
import { usePageTitle } from "@/lib/page-title";
import { texts } from "./texts";
import { useMyTickets } from "./use-my-tickets";

/** An event counts as coming until long after it began: people come late. */
const PAST_AFTER_MS = 12 * 3600_000;

export function TicketsScreen() {
  const t = useMessages(texts);
  usePageTitle(t.title);
  const { data, isAsking, error, refetch } = useMyTickets();
  if (error && !data) return <ProblemPage error={error} onRetry={refetch} />;
  if (!data || (isAsking && data.tickets.length === 0)) return <TicketsSkeleton />;
  if (data.tickets.length === 0) {
    const [title, text] = t.none;
    return (
      <StatePage icon="ticket" title={title} text={text}>
        <ButtonLink to="/">{t.find}</ButtonLink>
      </StatePage>
    );
  }
  const isPast = (event: EventDetails) => Date.parse(event.starts_at) + PAST_AFTER_MS < Date.now();
  const ordered = [...data.events].sort((a, b) => a.starts_at.localeCompare(b.starts_at));
  const groups = [
    [t.upcoming, ordered.filter((event) => !isPast(event))],
    [t.past, ordered.filter(isPast).reverse()],
  ] as const;
  return (
    <section className="mx-auto w-full max-w-3xl px-4 py-8 sm:py-12">
      <h1 className="mb-5 text-3xl font-bold">{t.title}</h1>
      {data.standing === "cut_off" && <KeptNote>{t.kept}</KeptNote>}
      {data.standing === "signed_out" && <SignedOut />}
      {groups.map(([title, events]) =>
        events.length === 0 ? null : (
          <div key={title} className="mb-8">
            <h2 className="mb-3 text-lg font-bold text-ink-soft">{title}</h2>
            <ul className="flex flex-col gap-5">
              {events.map((event) => (
                <li key={event.id}>
                  <EventTickets event={event} tickets={data.tickets.filter((ticket) => ticket.event_id === event.id)} />
                </li>
              ))}
            </ul>
          </div>
        ),
      )}
    </section>
  );
}

function KeptNote({ children }: { children: ReactNode }) {
  return (
    <div role="status" className="mb-5 flex gap-2 rounded-control bg-warn-soft p-3.5 text-sm font-medium">
      <Icon name="wifi" className="size-5 shrink-0 text-warn" />
      <div>{children}</div>
    </div>
  );
}

/** Nobody is signed in who could sign out, so what is on this device is removed here. */
function SignedOut() {
  const t = useMessages(texts);
  const queryClient = useQueryClient();
  const remove = async () => {
    await forgetTickets();
    await queryClient.resetQueries({ queryKey: keys.tickets });
  };
  return (
    <KeptNote>
      <p>{t.signedOut}</p>
      <p className="mt-2 flex flex-wrap gap-x-5 gap-y-1">
        <Link to="/sign-in" search={{ next: "/tickets" }} className={NOTE_LINK}>
          {t.signIn}
        </Link>
        <button type="button" onClick={remove} className={NOTE_LINK}>
          {t.remove}
        </button>
      </p>
    </KeptNote>
  );
}

const NOTE_LINK = "inline-flex min-h-11 items-center font-bold underline underline-offset-4";

function EventTickets({ event, tickets }: { event: EventDetails; tickets: Ticket[] }) {
  const t = useMessages(texts);
  const { tag } = useLocale();
  const { time_zone } = event.venue;
  return (
    <article className="overflow-hidden rounded-card bg-surface shadow-card">
      <Artwork eventId={event.id} category={event.category} className="h-24 w-full" />
      <div className="p-4 sm:p-5">
        <h3 className="text-xl font-bold leading-tight">{event.name}</h3>
        <p className="mt-1 text-sm text-ink-soft">
          {formatDateLong(event.starts_at, time_zone, tag)}, {formatTime(event.starts_at, time_zone, tag)} ·{" "}
          {event.venue.name}
        </p>
      </div>
      <div className="perforation" />
      <ul className="divide-y divide-line px-4 pb-2 sm:px-5">
        {tickets.map((ticket) => (
          <li key={ticket.id}>
            <Link
              to="/tickets/$ticketId"
              params={{ ticketId: ticket.id }}
              className="flex min-h-14 items-center justify-between gap-4 py-3"
            >
              <PlaceLine place={ticket.seat} />
              <span className="sr-only">{t.open}</span>
              {ticket.status === "void" ? (
                <Badge>{t.void}</Badge>
              ) : (
                <Icon name="arrow" className="size-5 text-accent" />
              )}
            </Link>
          </li>
        ))}
      </ul>
    </article>
  );
}

function TicketsSkeleton() {
  return (
    <div className="mx-auto flex w-full max-w-3xl flex-col gap-5 px-4 py-12">
      <Skeleton className="h-9 w-48" />
      <Skeleton className="h-56 rounded-card" />
      <Skeleton className="h-56 rounded-card" />
    </div>
  );
}
