/** `/tickets/{id}`: the code for the door. Dark on white in either theme, because that is what readers read. */
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { ApiProblem } from "@/api/problem";
import type { EventDetails, Ticket } from "@/api/types";
import { Artwork } from "@/components/artwork/artwork";
import { Button } from "@/components/button";
import { Icon } from "@/components/icon";
import { usePlaceWords } from "@/components/place-line";
import { ProblemPage } from "@/components/problem-page";
import { Skeleton } from "@/components/skeleton";
import { useModal } from "@/components/use-modal";
import { formatDate, formatTime } from "@/lib/format/dates";
import { useLocale, useMessages } from "@/lib/i18n/context";
import { usePageTitle } from "@/lib/page-title";
import { texts } from "./texts";
import { TicketCode } from "./ticket-code";
import { useMyTickets } from "./use-my-tickets";
import { useWakeLock } from "./use-wake-lock";

export function TicketScreen({ ticketId }: { ticketId: string }) {
  const { data, isAsking, error, refetch } = useMyTickets();
  if (error && !data) return <ProblemPage error={error} onRetry={refetch} />;
  const ticket = data?.tickets.find((ticket) => ticket.id === ticketId);
  const event = data?.events.find((event) => event.id === ticket?.event_id);
  if (!data || (isAsking && !(ticket && event))) {
    return <Skeleton className="mx-auto my-8 h-[34rem] w-[min(24rem,92vw)] rounded-card" />;
  }
  if (!ticket || !event) return <ProblemPage error={new ApiProblem(404, "not_found", "", [], null, {})} />;
  const siblings = data.tickets.filter((other) => other.order_id === ticket.order_id && other.status === "valid");
  return <OneTicket ticket={ticket} event={event} siblings={siblings} />;
}

interface OneTicketProps {
  ticket: Ticket;
  event: EventDetails;
  siblings: Ticket[];
}

function OneTicket({ ticket, event, siblings }: OneTicketProps) {
  const t = useMessages(texts);
  const words = usePlaceWords();
  usePageTitle(`${event.name}, ${words(ticket.seat)}`);
  useWakeLock();
  const [isFull, setIsFull] = useState(false);
  return (
    <section className="mx-auto flex w-full max-w-md flex-col gap-4 px-4 py-6 sm:py-10">
      <article className="overflow-hidden rounded-card bg-surface shadow-raised">
        <Artwork eventId={event.id} category={event.category} className="h-24 w-full" />
        <TicketHead event={event} ticket={ticket} />
        <div className="perforation" />
        <div className="flex flex-col items-center gap-3 p-5">
          {ticket.status === "valid" ? (
            <>
              <TicketCode key={ticket.id} ticketId={ticket.id} className="w-full max-w-72" />
              <p className="text-sm text-ink-soft">{t.codeText}</p>
              <Button look="secondary" className="w-full" onClick={() => setIsFull(true)}>
                {t.full}
              </Button>
            </>
          ) : (
            <p className="rounded-control bg-warn-soft p-4 font-semibold">{t.voidText}</p>
          )}
        </div>
      </article>
      {siblings.length > 1 && <Siblings ticket={ticket} siblings={siblings} />}
      <Link
        to="/orders/$orderId"
        params={{ orderId: ticket.order_id }}
        className="self-center font-semibold text-accent underline underline-offset-4"
      >
        {t.order}
      </Link>
      {isFull && <FullScreen ticketId={ticket.id} onClose={() => setIsFull(false)} />}
    </section>
  );
}

function TicketHead({ event, ticket }: { event: EventDetails; ticket: Ticket }) {
  const t = useMessages(texts);
  const { tag } = useLocale();
  const words = usePlaceWords();
  const { time_zone, name } = event.venue;
  return (
    <header className="p-5">
      <h1 className="text-2xl font-bold leading-tight">{event.name}</h1>
      <p className="mt-1 text-sm text-ink-soft">
        {formatDate(event.starts_at, time_zone, tag)}, {formatTime(event.starts_at, time_zone, tag)} ·{" "}
        {t.doors(formatTime(event.doors_at, time_zone, tag))} · {name}
      </p>
      <p className="mt-4 text-lg font-bold">{ticket.seat.section_name}</p>
      <p className="text-ink-soft">
        {words(ticket.seat)} · {ticket.seat.tier_name}
      </p>
    </header>
  );
}

function Siblings({ ticket, siblings }: { ticket: Ticket; siblings: Ticket[] }) {
  const t = useMessages(texts);
  const at = siblings.findIndex((other) => other.id === ticket.id);
  const [before, after] = [siblings[at - 1], siblings[at + 1]];
  const linkClass = "grid size-11 place-items-center rounded-full border border-line-strong bg-surface hover:bg-sunken";
  return (
    <nav aria-label={t.title} className="flex items-center justify-between">
      {before ? (
        <Link
          to="/tickets/$ticketId"
          params={{ ticketId: before.id }}
          replace
          aria-label={t.previous}
          className={linkClass}
        >
          <Icon name="back" />
        </Link>
      ) : (
        <span className="size-11" />
      )}
      <p className="text-sm font-semibold">{t.of(at + 1, siblings.length)}</p>
      {after ? (
        <Link to="/tickets/$ticketId" params={{ ticketId: after.id }} replace aria-label={t.next} className={linkClass}>
          <Icon name="arrow" />
        </Link>
      ) : (
        <span className="size-11" />
      )}
    </nav>
  );
}

/** As large and as bright as a page can make it. */
function FullScreen({ ticketId, onClose }: { ticketId: string; onClose: () => void }) {
  const t = useMessages(texts);
  const dialog = useModal();
  return (
    <dialog
      ref={dialog}
      aria-label={t.code}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      className="m-0 grid h-dvh max-h-none w-dvw max-w-none grid-rows-[1fr_auto] place-items-center gap-4 bg-white p-4 pb-8 text-black"
    >
      <TicketCode ticketId={ticketId} className="w-[min(100%,80dvh)]" />
      <button
        type="button"
        onClick={onClose}
        className="min-h-12 rounded-control border-2 border-black px-8 text-lg font-bold focus-visible:outline-black"
      >
        {t.close}
      </button>
    </dialog>
  );
}
