/** Whether and until when money comes back. */
import type { EventDetails } from "@/api/types";
import { foreignZoneName, formatDate, formatTime } from "@/lib/format/dates";
import { useLocale, useMessages } from "@/lib/i18n/context";
import { texts } from "./texts";

export function RefundTerms({ event }: { event: EventDetails }) {
  const t = useMessages(texts);
  const { tag } = useLocale();
  const until = event.refundable_until;
  const { time_zone } = event.venue;
  const zone = until && foreignZoneName(until, time_zone, tag);
  const time = until && [formatTime(until, time_zone, tag), zone].filter(Boolean).join(" ");
  const moment = until && `${formatDate(until, time_zone, tag)}, ${time}`;
  const isOver = until !== null && Date.parse(until) <= Date.now();
  return (
    <section>
      <h2 className="mb-2 text-2xl font-bold">{t.refunds}</h2>
      <p className="text-ink-soft">{moment ? (isOver ? t.refundOver(moment) : t.refundUntil(moment)) : t.noRefund}</p>
    </section>
  );
}
