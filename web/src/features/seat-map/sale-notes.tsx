/** What of the sale one has to know while choosing: that it stands still, or that one's own turn is about to end. */
import { useEffect } from "react";
import type { EventDetails } from "@/api/types";
import { Icon } from "@/components/icon";
import { clockText } from "@/lib/format/clock-text";
import { type Catalogue, useMessages } from "@/lib/i18n/context";
import { announce } from "@/lib/notices";
import { passEndsAtMs } from "@/lib/queue-pass";
import { isPaused } from "@/lib/sale-phase";
import { useNow } from "@/lib/use-now";

/** Earlier it would only hurry people. */
const SHOWN_FROM_MS = 5 * 60_000;
const SAID_FROM_MS = 60_000;

const texts: Catalogue<{ paused: string; turn: (time: string) => string; turnSaid: string }> = {
  en: {
    paused: "The sale is paused for a moment. What you hold stays yours, and this page goes on by itself.",
    turn: (time) => `Your turn ends in ${time}`,
    turnSaid: "Your turn ends in less than a minute. What you hold by then stays yours.",
  },
  de: {
    paused: "Der Verkauf ist kurz unterbrochen. Was du hältst, bleibt deins, und diese Seite macht von selbst weiter.",
    turn: (time) => `Du bist noch ${time} dran`,
    turnSaid: "Du bist keine Minute mehr dran. Was du bis dahin hältst, bleibt deins.",
  },
};

export function SaleNotes({ event }: { event: EventDetails }) {
  const t = useMessages(texts);
  const now = useNow();
  if (isPaused(event, now)) {
    return (
      <p role="status" data-testid="sale-paused" className="flex items-start gap-2 bg-warn-soft px-4 py-2 text-sm">
        <Icon name="clock" className="size-5 shrink-0 text-warn" />
        {t.paused}
      </p>
    );
  }
  const endsAtMs = event.high_demand ? passEndsAtMs(event.id) : null;
  const leftMs = endsAtMs === null ? 0 : endsAtMs - now;
  return leftMs > 0 && leftMs <= SHOWN_FROM_MS ? <TurnClock leftMs={leftMs} /> : null;
}

function TurnClock({ leftMs }: { leftMs: number }) {
  const t = useMessages(texts);
  const isShort = leftMs <= SAID_FROM_MS;
  useEffect(() => {
    if (isShort) announce(t.turnSaid);
  }, [isShort, t.turnSaid]);
  return (
    <p
      role="timer"
      aria-live="off"
      data-testid="turn-left"
      className="flex items-center gap-2 bg-sunken px-4 py-1.5 text-sm font-semibold text-ink-soft tabular-nums"
    >
      <Icon name="clock" className="size-4 shrink-0" />
      {t.turn(clockText(leftMs, String))}
    </p>
  );
}
