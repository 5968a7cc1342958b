/** One hold: its places, its price, its clock, and what can be done with it. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { keys } from "@/api/keys";
import { hasCode } from "@/api/problem";
import { eventQuery } from "@/api/requests/get-event";
import { extendHold, type OpenHold, releaseHold } from "@/api/requests/holds";
import { Button, ButtonLink } from "@/components/button";
import { Dialog } from "@/components/dialog";
import { EventLine } from "@/components/event-line";
import { PlaceLine } from "@/components/place-line";
import { formatMoney } from "@/lib/format/money";
import { useLocale, useMessages } from "@/lib/i18n/context";
import { notify } from "@/lib/notices";
import { randomKey } from "@/lib/random-key";
import { CountdownClock } from "./countdown-clock";
import { texts } from "./texts";

export function HoldCard({ hold }: { hold: OpenHold }) {
  const t = useMessages(texts);
  const { tag } = useLocale();
  const { data: event } = useQuery(eventQuery(hold.event_id));
  return (
    <article className="rounded-card border border-line bg-surface p-5 shadow-card sm:p-6">
      <Link to="/events/$eventId" params={{ eventId: hold.event_id }} className="block rounded-control">
        <EventLine event={event} />
      </Link>
      <div className="my-4">
        <CountdownClock hold={hold} />
      </div>
      <ul className="divide-y divide-line border-y border-line">
        {hold.seats.map((place, index) => (
          <li key={place.id ?? `${place.section} ${index}`} className="flex justify-between gap-4 py-3">
            <PlaceLine place={place} />
            {place.price && <span className="tabular-nums">{formatMoney(place.price, tag)}</span>}
          </li>
        ))}
        {hold.fees.amount > 0 && (
          <li className="flex justify-between gap-4 py-3 text-ink-soft">
            <span>{t.fees}</span>
            <span className="tabular-nums">{formatMoney(hold.fees, tag)}</span>
          </li>
        )}
      </ul>
      <p className="flex justify-between gap-4 py-4 text-xl font-bold">
        <span>{t.total}</span>
        <span className="tabular-nums">{formatMoney(hold.total, tag)}</span>
      </p>
      <HoldActions hold={hold} />
    </article>
  );
}

function HoldActions({ hold }: { hold: OpenHold }) {
  const t = useMessages(texts);
  const queryClient = useQueryClient();
  const [asking, setAsking] = useState(false);
  const [key] = useState(randomKey);
  const refresh = () => queryClient.invalidateQueries({ queryKey: keys.holds });
  const extend = useMutation({
    mutationFn: () => extendHold(hold.id, key),
    onSuccess: () => notify("good", t.extended),
    onError: (error) => notify("bad", hasCode(error, "already_extended") ? t.extendOnce : t.failed),
    onSettled: refresh,
  });
  const release = useMutation({
    mutationFn: () => releaseHold(hold),
    onSuccess: () => notify("info", t.released),
    onError: () => notify("bad", t.failed),
    onSettled: () => {
      // What is said outside an open dialog can be neither heard nor pressed.
      setAsking(false);
      return refresh();
    },
  });
  return (
    <div className="flex flex-wrap gap-3">
      <ButtonLink to="/checkout/$holdId" params={{ holdId: hold.id }} size="large" className="grow">
        {t.checkout}
      </ButtonLink>
      {hold.extendable && (
        <Button look="secondary" size="large" busy={extend.isPending} onClick={() => extend.mutate()}>
          {t.extend}
        </Button>
      )}
      <Button look="quiet" size="large" onClick={() => setAsking(true)}>
        {t.release}
      </Button>
      {asking && (
        <Dialog title={t.releaseAsk} onClose={() => setAsking(false)}>
          <p className="mb-5 text-ink-soft">{t.releaseText}</p>
          <div className="flex gap-3">
            <Button look="danger" className="grow" busy={release.isPending} onClick={() => release.mutate()}>
              {t.release}
            </Button>
            <Button look="secondary" className="grow" onClick={() => setAsking(false)}>
              {t.keep}
            </Button>
          </div>
        </Dialog>
      )}
    </div>
  );
}
