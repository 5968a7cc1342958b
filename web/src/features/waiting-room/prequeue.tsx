/** Before the start: when the draw is, and that it doesn't matter who came first. */
import type { QueuePlace } from "@/api/requests/queue";
import type { EventDetails } from "@/api/types";
import { clockText } from "@/lib/format/clock-text";
import { formatMoment } from "@/lib/format/dates";
import { useLocale, useMessages } from "@/lib/i18n/context";
import { useNow } from "@/lib/use-now";
import { FollowMark } from "./follow-mark";
import { texts } from "./texts";

interface PrequeueProps {
  event: EventDetails;
  place: QueuePlace;
  isCutOff: boolean;
}

export function Prequeue({ event, place, isCutOff }: PrequeueProps) {
  const t = useMessages(texts);
  const { tag } = useLocale();
  const now = useNow();
  const startsAt = place.opens_at ?? opensAt(event);
  const leftMs = Date.parse(startsAt) - now;
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2 className="text-xl font-bold">{t.prequeue.title}</h2>
        <FollowMark isCutOff={isCutOff} />
      </div>
      {leftMs > 0 ? (
        <p>
          <span className="block text-ink-soft">{t.prequeue.starts}</span>
          <time
            dateTime={startsAt}
            className="font-display text-5xl font-extrabold tabular-nums tracking-tight"
            data-testid="prequeue-clock"
          >
            {clockText(leftMs, t.prequeue.days)}
          </time>
          <span className="block text-sm text-ink-faint">{formatMoment(startsAt, tag)}</span>
        </p>
      ) : (
        <p className="font-display text-3xl font-extrabold">{t.prequeue.soon}</p>
      )}
      <p className="text-ink-soft text-pretty">{t.prequeue.text}</p>
    </div>
  );
}

/** When the line starts to move: as the room says, else when the sale opens. */
function opensAt(event: EventDetails): string {
  const said = event.waiting_room?.["opens_at"];
  return typeof said === "string" ? said : event.on_sale_at;
}
