/** What is being bought, as a ticket's stub. */
import type { ReactNode } from "react";
import type { EventDetails, Hold } from "@/api/types";
import { EventLine } from "@/components/event-line";
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
  return (
    <section aria-label={t.summary} className="overflow-hidden rounded-card bg-surface shadow-card">
      <div className="p-5">
        <EventLine event={event} />
        {clock && <div className="mt-4">{clock}</div>}
      </div>
      <div className="perforation" />
      <div className="p-5">
        <ul className="flex flex-col gap-3">
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
        <p className="mt-4 flex justify-between gap-4 border-t border-line pt-4 text-xl font-bold">
          <span>{t.total}</span>
          <span className="tabular-nums">{formatMoney(hold.total, tag)}</span>
        </p>
      </div>
    </section>
  );
}
