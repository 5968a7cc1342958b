/** An event in one line: picture, name, when, where. */
import type { EventSummary } from "@/api/types";
import { formatDate, formatTime } from "@/lib/format/dates";
import { useLocale } from "@/lib/i18n/context";
import { Artwork } from "./artwork/artwork";
import { Skeleton } from "./skeleton";

export function EventLine({ event }: { event: EventSummary | undefined }) {
  const { tag } = useLocale();
  if (!event) {
    return (
      <div className="flex items-center gap-4">
        <Skeleton className="size-16" />
        <Skeleton className="h-12 grow" />
      </div>
    );
  }
  const { time_zone } = event.venue;
  return (
    <div className="flex items-center gap-4">
      <Artwork eventId={event.id} category={event.category} className="size-16 shrink-0 rounded-control" />
      <div className="min-w-0">
        <p className="font-display text-lg font-bold leading-tight text-pretty">{event.name}</p>
        <p className="mt-0.5 text-sm text-ink-soft">
          {formatDate(event.starts_at, time_zone, tag)}, {formatTime(event.starts_at, time_zone, tag)} ·{" "}
          {event.venue.name}
        </p>
      </div>
    </div>
  );
}
