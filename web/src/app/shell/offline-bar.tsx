/** Says that there is no network for as long as there is none. */
import { useEffect, useRef, useSyncExternalStore } from "react";
import { Icon } from "@/components/icon";
import { useMessages } from "@/lib/i18n/context";
import { announce } from "@/lib/notices";
import { texts } from "./texts";

function subscribe(listener: () => void): () => void {
  window.addEventListener("online", listener);
  window.addEventListener("offline", listener);
  return () => {
    window.removeEventListener("online", listener);
    window.removeEventListener("offline", listener);
  };
}

export function OfflineBar() {
  const t = useMessages(texts);
  const isOnline = useSyncExternalStore(subscribe, () => navigator.onLine);
  const wasOnline = useRef(isOnline);
  useEffect(() => {
    if (wasOnline.current !== isOnline) announce(isOnline ? t.online : t.offline, "assertive");
    wasOnline.current = isOnline;
  }, [isOnline, t]);
  if (isOnline) return null;
  return (
    <aside
      aria-label={t.connection}
      className="flex items-center justify-center gap-2 bg-warn-soft px-4 py-2 text-sm font-semibold text-warn"
    >
      <Icon name="wifi" className="size-5 shrink-0" />
      {t.offline}
    </aside>
  );
}
