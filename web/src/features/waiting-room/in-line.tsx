/** In line: how many are ahead, how long it may take, how far one has come. */
import { useEffect } from "react";
import type { QueuePlace } from "@/api/requests/queue";
import { Icon } from "@/components/icon";
import { useLocale, useMessages } from "@/lib/i18n/context";
import { announce } from "@/lib/notices";
import { FollowMark } from "./follow-mark";
import { progressOf, waitInMinutes } from "./stage-of";
import { texts } from "./texts";

interface InLineProps {
  place: QueuePlace;
  aheadAtFirst: number | null;
  isCutOff: boolean;
}

/** Numbers change every few seconds; who listens wants to hear of real progress only. */
const SAID_EVERY_PART = 10;

export function InLine({ place, aheadAtFirst, isCutOff }: InLineProps) {
  const t = useMessages(texts);
  const { tag } = useLocale();
  const { ahead, position, estimated_wait_s, remaining, outlook } = place;
  const progress = progressOf(aheadAtFirst, ahead);
  const isNext = place.called === true || ahead === 0;
  const aheadText = isNext ? t.waiting.next : ahead === null ? "" : t.waiting.ahead(ahead.toLocaleString(tag));
  const part = progress === null ? ahead : Math.floor(progress * SAID_EVERY_PART);
  // biome-ignore lint/correctness/useExhaustiveDependencies: said when another part of the way is behind, not at each step.
  useEffect(() => {
    if (aheadText) announce(aheadText);
  }, [part]);
  const wait = estimated_wait_s && waitInMinutes(estimated_wait_s);
  return (
    <div className="flex flex-col gap-5">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2 className="text-xl font-bold">{t.waiting.title}</h2>
        <FollowMark isCutOff={isCutOff} />
      </div>
      <p className="font-display text-4xl font-extrabold tabular-nums tracking-tight sm:text-5xl" data-testid="ahead">
        {aheadText || "…"}
      </p>
      {progress !== null && (
        <div
          role="progressbar"
          aria-label={t.waiting.progress}
          aria-valuenow={Math.round(progress * 100)}
          aria-valuemin={0}
          aria-valuemax={100}
          className="h-3 overflow-hidden rounded-full bg-sunken"
        >
          <div
            className="h-full rounded-full bg-accent transition-[width] duration-700"
            style={{ width: `${Math.max(2, progress * 100)}%` }}
          />
        </div>
      )}
      <dl className="grid grid-cols-2 gap-4">
        <div>
          <dt className="text-sm text-ink-soft">{t.waiting.wait}</dt>
          <dd className="text-lg font-semibold" data-testid="wait">
            {wait ? t.waiting.minutes(wait.low, wait.high) : t.waiting.unknown}
          </dd>
        </div>
        <div>
          <dt className="text-sm text-ink-soft">{t.waiting.position}</dt>
          <dd className="text-lg font-semibold tabular-nums" data-testid="position">
            {position === null ? t.waiting.unknown : position.toLocaleString(tag)}
          </dd>
        </div>
      </dl>
      {(place.paused || place.called) && (
        <p className="flex items-start gap-2.5 rounded-control bg-info-soft p-3.5 text-sm">
          <Icon name="clock" className="size-5 shrink-0 text-info" />
          {place.paused ? t.waiting.paused : t.waiting.called}
        </p>
      )}
      <p className="flex items-start gap-2.5 rounded-control bg-sunken p-3.5 text-sm">
        <Icon name={outlook === "unlikely" ? "alert" : "info"} className="size-5 shrink-0 text-ink-soft" />
        <span>
          {t.waiting.outlook[outlook] ?? t.waiting.outlook.unknown}
          {remaining !== null && (
            <span className="block text-ink-soft">{t.waiting.remaining(remaining.toLocaleString(tag))}</span>
          )}
        </span>
      </p>
    </div>
  );
}
