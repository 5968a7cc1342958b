/** What the mouse points at, in words, beside it. */
import { useLayoutEffect, useRef } from "react";
import { useMessages } from "@/lib/i18n/context";
import type { PlaceNames } from "../describe";
import { at } from "../hall/hall";
import { texts } from "../texts";
import { TierSign } from "../tier-sign";
import type { Marks } from "../view/looks";
import type { MapView } from "../view/map-view";
import type { Target } from "../view/target";
import { ofMarks } from "./seat-map";

interface SeatTipProps {
  target: Target;
  x: number;
  y: number;
  names: PlaceNames;
  marks: Marks;
  view: MapView;
  sectionText: (section: number) => string;
}

const GAP_PX = 16;

export function SeatTip({ target, x, y, names, marks, view, sectionText }: SeatTipProps) {
  const t = useMessages(texts);
  const box = useRef<HTMLDivElement>(null);
  const { unit, section } = target;
  useLayoutEffect(() => {
    const element = box.current;
    const room = element?.parentElement?.getBoundingClientRect();
    if (!element || !room) return;
    const { width, height } = element.getBoundingClientRect();
    const left = Math.min(room.width - width - 8, Math.max(8, x - width / 2));
    const above = y - height - GAP_PX;
    element.style.transform = `translate(${left}px, ${above > 8 ? above : y + GAP_PX}px)`;
  }, [x, y]);
  const { hall } = view.scene;
  const tier = unit >= 0 ? names.tier(unit) : null;
  return (
    <div
      ref={box}
      aria-hidden="true"
      data-testid="seat-tip"
      className="pointer-events-none absolute left-0 top-0 z-10 w-max max-w-64 rounded-control border border-line bg-surface px-3 py-2 text-sm shadow-raised"
    >
      {unit < 0 ? (
        <p className="font-semibold">{sectionText(section)}</p>
      ) : (
        <>
          <p className="font-semibold">{names.place(unit)}</p>
          <p className="mt-0.5 flex items-center gap-1.5 text-ink-soft">
            {tier && <TierSign tier={at(hall.tier, unit)} />}
            {[tier?.name, names.price(unit)].filter(Boolean).join(" · ")}
          </p>
          <p className="text-ink-soft">
            {names.state(unit, ofMarks(marks, unit), view.scene.stateOf(unit))}
            {hall.accessible[unit] === 1 && ` · ${t.states.accessible}`}
          </p>
        </>
      )}
    </div>
  );
}
