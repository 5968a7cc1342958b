/** A hold's clock. Screen readers hear the warning once and not every second. */
import { useQuery } from "@tanstack/react-query";
import { eventQuery } from "@/api/requests/get-event";
import type { OpenHold } from "@/api/requests/holds";
import { Icon } from "@/components/icon";
import { classNames } from "@/lib/class-names";
import { useMessages } from "@/lib/i18n/context";
import { useNow } from "@/lib/use-now";
import { clockFace, spanMs, urgencyOf } from "./countdown";
import { texts } from "./texts";

export function CountdownClock({ hold }: { hold: OpenHold }) {
  const t = useMessages(texts);
  const { data: event } = useQuery(eventQuery(hold.event_id));
  const leftMs = hold.endsAtMs - useNow();
  const urgency = urgencyOf(leftMs);
  const share = event ? Math.max(0, Math.min(1, leftMs / spanMs(hold, event))) : 1;
  return (
    <div
      className={classNames(
        "overflow-hidden rounded-control",
        urgency === "calm" ? "bg-accent-soft text-accent" : "bg-warn-soft text-warn",
      )}
    >
      <p role="timer" aria-live="off" className="flex items-center gap-2 px-3.5 py-2.5 font-semibold">
        <Icon name="clock" className="size-5" />
        <span className="text-lg tabular-nums">{clockFace(leftMs)}</span>
        <span className="text-sm">{t.left}</span>
      </p>
      <div className="h-1 bg-current/15">
        <div className="h-full origin-left bg-current transition-transform" style={{ transform: `scaleX(${share})` }} />
      </div>
    </div>
  );
}
