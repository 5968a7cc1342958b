/** Where map and panel stand: side by side on a wide screen; on a phone the panel is a sheet at the bottom that can be drawn up. */
import { type ReactNode, useEffect, useId, useState } from "react";
import type { EventDetails } from "@/api/types";
import { Icon } from "@/components/icon";
import { classNames } from "@/lib/class-names";
import { formatDate, formatTime } from "@/lib/format/dates";
import { useLocale, useMessages } from "@/lib/i18n/context";
import { LiveMark } from "./panel/live-mark";
import { SaleNotes } from "./sale-notes";
import { texts } from "./texts";

export type ChooserView = "map" | "list";

interface ChooserFrameProps {
  event: EventDetails;
  view: ChooserView;
  onView: (view: ChooserView) => void;
  children: ReactNode;
  panel: ReactNode;
  /** What must stay in sight; none if there is nothing to claim. */
  footer: ReactNode;
  /** A new value here draws the sheet up: there is something to read. */
  opens: object | null;
  hasList: boolean;
}

export function ChooserFrame({ event, view, onView, children, panel, footer, opens, hasList }: ChooserFrameProps) {
  const t = useMessages(texts);
  const { tag } = useLocale();
  const id = useId();
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    if (opens) setOpen(true);
  }, [opens]);
  const { time_zone } = event.venue;
  return (
    <div className="flex h-[calc(100dvh-4rem-1px)] flex-col lg:grid lg:grid-cols-[minmax(0,1fr)_25rem] lg:grid-rows-[auto_minmax(0,1fr)]">
      <div className="border-b border-line">
        <div className="flex items-center gap-3 px-4 py-2">
          <div className="min-w-0 grow">
            <h1 className="truncate text-lg font-bold leading-tight sm:text-xl">{event.name}</h1>
            <p className="truncate text-sm text-ink-soft">
              {formatDate(event.starts_at, time_zone, tag)}, {formatTime(event.starts_at, time_zone, tag)} ·{" "}
              {event.venue.name}
            </p>
          </div>
          <LiveMark />
          {hasList && <ViewSwitch view={view} onView={onView} />}
        </div>
        <SaleNotes event={event} />
      </div>
      <div className="relative min-h-0 grow max-lg:pb-4 lg:col-start-1 lg:row-start-2">{children}</div>
      <aside
        aria-label={t.openPanel}
        className={classNames(
          "z-20 flex min-h-0 flex-col border-line bg-canvas",
          "max-lg:-mt-4 max-lg:max-h-[72%] max-lg:rounded-t-3xl max-lg:border-t max-lg:shadow-raised",
          "lg:col-start-2 lg:row-span-2 lg:row-start-1 lg:border-l",
        )}
      >
        <button
          type="button"
          aria-expanded={isOpen}
          aria-controls={id}
          onClick={() => setOpen(!isOpen)}
          className="flex min-h-12 w-full shrink-0 items-center justify-center gap-2 px-4 font-semibold lg:hidden"
        >
          <Icon name="chevron" className={classNames("size-5 transition-transform", !isOpen && "rotate-180")} />
          {isOpen ? t.closePanel : t.openPanel}
        </button>
        <div
          id={id}
          className={classNames(
            "min-h-0 grow overflow-y-auto overscroll-contain px-4 pb-5 lg:p-5",
            !isOpen && "max-lg:hidden",
          )}
        >
          {panel}
        </div>
        {footer && (
          <div className="shrink-0 border-t border-line bg-surface px-4 pb-[max(1rem,env(safe-area-inset-bottom))] pt-3 lg:px-5">
            {footer}
          </div>
        )}
      </aside>
    </div>
  );
}

function ViewSwitch({ view, onView }: { view: ChooserView; onView: (view: ChooserView) => void }) {
  const t = useMessages(texts);
  return (
    <fieldset className="flex shrink-0 rounded-control bg-sunken p-1">
      <legend className="sr-only">{t.view}</legend>
      {(["map", "list"] as const).map((one) => (
        <button
          key={one}
          type="button"
          aria-pressed={view === one}
          onClick={() => onView(one)}
          className={classNames(
            "min-h-9 rounded-lg px-3 text-sm font-semibold",
            view === one ? "bg-surface text-ink shadow-card" : "text-ink-soft hover:text-ink",
          )}
        >
          {t[one]}
        </button>
      ))}
    </fieldset>
  );
}
