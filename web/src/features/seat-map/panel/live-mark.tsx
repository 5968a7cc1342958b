/** Whether what is shown is of this moment. */
import { useSyncExternalStore } from "react";
import { classNames } from "@/lib/class-names";
import { useMessages } from "@/lib/i18n/context";
import { liveHub } from "@/lib/live/hub";
import { texts } from "../texts";

export function LiveMark() {
  const t = useMessages(texts);
  const status = useSyncExternalStore(liveHub().subscribeStatus, liveHub().status);
  const isLive = status === "live";
  const text = status === "resting" ? t.connecting : t[status];
  return (
    <span
      data-testid="live-mark"
      data-status={status}
      className="inline-flex items-center gap-1.5 whitespace-nowrap text-sm font-semibold text-ink-soft"
    >
      <span className={classNames("size-2 rounded-full", isLive ? "bg-accent" : "animate-pulse bg-warn")} />
      {text}
    </span>
  );
}
