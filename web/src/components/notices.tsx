/** Shows the messages of `lib/notices` and reads them aloud. */
import { useEffect, useSyncExternalStore } from "react";
import { classNames } from "@/lib/class-names";
import { type Catalogue, useMessages } from "@/lib/i18n/context";
import { dismissNotice, type Notice, type NoticeTone, noticeStore } from "@/lib/notices";
import { Icon, type IconName } from "./icon";

const SHOWN_MS = 6_000;

const TONES: Record<NoticeTone, { look: string; icon: IconName }> = {
  info: { look: "text-info", icon: "info" },
  good: { look: "text-accent", icon: "check" },
  warn: { look: "text-warn", icon: "alert" },
  bad: { look: "text-danger", icon: "alert" },
};

const texts: Catalogue<{ dismiss: string }> = { en: { dismiss: "Dismiss" }, de: { dismiss: "Schließen" } };

export function Notices() {
  const notices = useSyncExternalStore(noticeStore.subscribe, noticeStore.notices);
  return (
    <div className="pointer-events-none fixed inset-x-3 z-50 max-sm:top-20 sm:bottom-3 flex flex-col items-center gap-2 pb-[env(safe-area-inset-bottom)]">
      {notices.map((notice) => (
        <Toast key={notice.id} notice={notice} />
      ))}
    </div>
  );
}

function Toast({ notice }: { notice: Notice }) {
  const { dismiss } = useMessages(texts);
  const { look, icon } = TONES[notice.tone];
  useEffect(() => {
    const timer = setTimeout(() => dismissNotice(notice.id), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [notice.id]);
  return (
    <div className="pointer-events-auto flex w-full max-w-md items-start gap-3 rounded-card border border-line bg-surface p-4 shadow-raised">
      <Icon name={icon} className={classNames("mt-0.5 size-5 shrink-0", look)} />
      <p className="grow text-sm leading-snug">{notice.text}</p>
      <button type="button" className="-m-2 p-2" aria-label={dismiss} onClick={() => dismissNotice(notice.id)}>
        <Icon name="close" className="size-4" />
      </button>
    </div>
  );
}

/** Must be in the page from the start: a region that comes with its text isn't read. */
export function Announcer() {
  const { polite, assertive } = useSyncExternalStore(noticeStore.subscribe, noticeStore.announcement);
  return (
    <div className="sr-only">
      <p role="status" aria-live="polite">
        {polite}
      </p>
      <p role="alert" aria-live="assertive">
        {assertive}
      </p>
    </div>
  );
}
