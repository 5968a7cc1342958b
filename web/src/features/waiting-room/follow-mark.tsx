/** Whether the page still hears of the line. */
import { classNames } from "@/lib/class-names";
import { useMessages } from "@/lib/i18n/context";
import { texts } from "./texts";

export function FollowMark({ isCutOff }: { isCutOff: boolean }) {
  const t = useMessages(texts);
  return (
    <p className="flex items-center gap-2 text-sm font-semibold text-ink-soft" role={isCutOff ? "status" : undefined}>
      <span className={classNames("size-2 shrink-0 rounded-full", isCutOff ? "animate-pulse bg-warn" : "bg-accent")} />
      {isCutOff ? t.cutOff : t.follows}
    </p>
  );
}
