/** What is being bought, as a ticket's stub. */
import { type ReactNode, useState } from "react";
import type { EventDetails, Hold } from "@/api/types";
import { EventLine } from "@/components/event-line";
import { Icon } from "@/components/icon";
import { PlaceLine } from "@/components/place-line";
import { formatMoney } from "@/lib/format/money";
import { useLocale, useMessages } from "@/lib/i18n/context";
import { texts } from "./texts";

interface HoldSummaryProps {
  hold: Hold;
  event: EventDetails | undefined;
  /** The hold's clock, while it runs. */
  clock: ReactNode;
}

export function HoldSummary({ hold, event, clock }: HoldSummaryProps) {
  const t = useMessages(texts);
  const { tag } = useLocale();
  // On a phone the form comes first, and the list is one press away.
  const [isWide] = useState(() => window.matchMedia("(min-width: 64rem)").matches);
  return (
    <section aria-label={t.summary} className="overflow-hidden rounded-card bg-surface shadow-card">
      <div className="p-5">
        <EventLine event={event} />
        {clock && <div className="mt-4">{clock}</div>}
      </div>
      <div className="perforation" />
      <details open={isWide} className="group p-5">
        <summary className="flex list-none items-center justify-between gap-4 font-semibold [&::-webkit-details-marker]:hidden">
          <span className="flex items-center gap-1.5">
            {t.places(hold.seats.length)}
            <Icon name="chevron" className="size-5 text-ink-faint transition-transform group-open:rotate-180" />
          </span>
          <span className="text-xl font-bold tabular-nums">{formatMoney(hold.total, tag)}</span>
        </summary>
        <ul className="mt-4 flex flex-col gap-3 border-t border-line pt-4">
          {hold.seats.map((place, index) => (
            <li key={place.id ?? `${place.section} ${index}`} className="flex justify-between gap-4">
              <PlaceLine place={place} />
              {place.price && <span className="tabular-nums">{formatMoney(place.price, tag)}</span>}
            </li>
          ))}
          {hold.fees.amount > 0 && (
            <li className="flex justify-between gap-4 text-ink-soft">
              <span>{t.fees}</span>
              <span className="tabular-nums">{formatMoney(hold.fees, tag)}</span>
            </li>
          )}
        </ul>
      </details>
    </section>
  );
}
