/** The moment that everybody waited for. */
import { useState } from "react";
import type { QueuePlace } from "@/api/requests/queue";
import { Button } from "@/components/button";
import { Icon } from "@/components/icon";
import { clockText } from "@/lib/format/clock-text";
import { useMessages } from "@/lib/i18n/context";
import { useNow } from "@/lib/use-now";
import { texts } from "./texts";

export function Called({ place, onEnter }: { place: QueuePlace; onEnter: () => Promise<void> }) {
  const t = useMessages(texts);
  const now = useNow();
  const [isEntering, setEntering] = useState(false);
  const endsAt = place.pass_expires_at ?? place.answer_by;
  const leftMs = endsAt ? Date.parse(endsAt) - now : null;
  const enter = async () => {
    setEntering(true);
    await onEnter().finally(() => setEntering(false));
  };
  return (
    <div className="flex flex-col items-center gap-4 text-center">
      <span className="grid size-16 place-items-center rounded-full bg-accent text-on-accent">
        <Icon name="ticket" className="size-8" />
      </span>
      <h2 className="text-4xl font-extrabold">{t.called.title}</h2>
      <p className="max-w-md text-ink-soft text-pretty">{t.called.text}</p>
      {leftMs !== null && (
        <p>
          <span className="block text-sm text-ink-soft">{t.called.left}</span>
          <span className="font-display text-3xl font-bold tabular-nums" data-testid="turn-clock">
            {clockText(leftMs, String)}
          </span>
        </p>
      )}
      <Button size="large" className="w-full sm:w-auto sm:min-w-64" busy={isEntering} onClick={enter}>
        {t.called.enter}
        <Icon name="arrow" />
      </Button>
    </div>
  );
}
