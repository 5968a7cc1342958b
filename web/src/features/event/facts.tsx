/** When and where, by the venue's clock, and by the reader's where it differs. */
import type { ReactNode } from "react";
import type { EventDetails } from "@/api/types";
import { Icon, type IconName } from "@/components/icon";
import { foreignZoneName, formatDateLong, formatMoment, formatTime } from "@/lib/format/dates";
import { useLocale, useMessages } from "@/lib/i18n/context";
import { texts } from "./texts";

export function Facts({ event }: { event: EventDetails }) {
  const t = useMessages(texts);
  const { tag } = useLocale();
  const { venue, starts_at, doors_at } = event;
  const zone = foreignZoneName(starts_at, venue.time_zone, tag);
  return (
    <dl className="grid gap-4 sm:grid-cols-2">
      <Fact icon="calendar" label={t.when}>
        <p className="font-semibold">{formatDateLong(starts_at, venue.time_zone, tag)}</p>
        <p className="text-ink-soft">
          {t.begins(formatTime(starts_at, venue.time_zone, tag))} ·{" "}
          {t.doors(formatTime(doors_at, venue.time_zone, tag))}
        </p>
        {zone && (
          <p className="text-sm text-ink-faint">
            {t.venueTime(zone)}; {t.yourTime(formatMoment(starts_at, tag))}
          </p>
        )}
      </Fact>
      <Fact icon="pin" label={t.where}>
        <p className="font-semibold">{venue.name}</p>
        <p className="text-ink-soft">{venue.address || `${venue.city}, ${venue.country}`}</p>
      </Fact>
    </dl>
  );
}

function Fact({ icon, label, children }: { icon: IconName; label: string; children: ReactNode }) {
  return (
    <div className="flex gap-3">
      <dt>
        <Icon name={icon} className="mt-0.5 size-6 text-accent" />
        <span className="sr-only">{label}</span>
      </dt>
      <dd>{children}</dd>
    </div>
  );
}
