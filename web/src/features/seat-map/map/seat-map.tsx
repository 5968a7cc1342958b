/** The map itself: the canvas, what floats over it, and the same by keyboard. */
import { useEffect, useRef, useState } from "react";
import { useMessages } from "@/lib/i18n/context";
import { announce } from "@/lib/notices";
import type { PlaceNames } from "../describe";
import type { LiveHall } from "../hall/use-hall";
import { texts } from "../texts";
import type { Marks } from "../view/looks";
import type { MapView } from "../view/map-view";
import type { SectionLabel } from "../view/overlay";
import type { Target } from "../view/target";
import { MapControls } from "./map-controls";
import { Minimap } from "./minimap";
import { SeatTip } from "./seat-tip";
import { useMapKeys } from "./use-map-keys";
import { useMapView } from "./use-map-view";

export interface SeatMapProps {
  live: LiveHall;
  marks: Marks;
  names: PlaceNames;
  labels: (section: number) => SectionLabel;
  sectionText: (section: number) => string;
  onSeat: (unit: number) => void;
  onGeneral: (section: number) => void;
  /** What the map has to show, such as seats that were found; a new array each time. */
  show: readonly number[] | null;
}

interface Hover extends Target {
  x: number;
  y: number;
}

export function SeatMap(props: SeatMapProps) {
  const { live, marks, names, labels, sectionText, onSeat, onGeneral, show } = props;
  const t = useMessages(texts);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [hover, setHover] = useState<Hover | null>(null);
  const [zoom, setZoom] = useState({ in: true, out: true });
  const [here, setHere] = useState(-1);
  const viewRef = useRef<MapView | null>(null);

  const pickSection = (section: number) => {
    if (live.hall.sections[section]?.isGeneral) onGeneral(section);
    viewRef.current?.showSection(section);
    announce(sectionText(section));
  };
  const view = useMapView(canvas, live, marks, labels, {
    hovered: (target, x, y) => setHover(target && { ...target, x, y }),
    pickedSeat: onSeat,
    pickedSection: pickSection,
  });
  useEffect(() => {
    viewRef.current = view;
    return view?.onMove(() => {
      const can = { in: view.canZoom(1.2), out: view.canZoom(1 / 1.2) };
      setHere(view.sectionInMiddle());
      setZoom((was) => (was.in === can.in && was.out === can.out ? was : can));
    });
  }, [view]);
  const keys = useMapKeys(view, { seat: onSeat, section: pickSection });

  useEffect(() => {
    if (view && show && show.length > 0) view.showUnits(show);
  }, [view, show]);

  const { unit, section } = keys.focus;
  useChangesOf(live, unit, hover?.unit ?? -1);
  const inSection = section >= 0 ? sectionText(section) : "";
  const said = unit >= 0 && view ? names.whole(unit, ofMarks(marks, unit), view.scene.stateOf(unit)) : inSection;
  useEffect(() => {
    if (said) announce(said);
  }, [said]);

  return (
    <div className="relative size-full overflow-hidden">
      <div
        role="application"
        aria-label={t.mapLabel}
        aria-describedby="seat-map-help"
        aria-roledescription={t.mapLabel}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: an application is operated, by the keys that its description names.
        tabIndex={0}
        onKeyDown={keys.onKeyDown}
        onBlur={keys.onBlur}
        className="absolute inset-0 focus-visible:outline-offset-[-3px]"
      >
        <canvas ref={canvas} className="size-full touch-none select-none" data-testid="seat-map" />
        <p className="sr-only" data-testid="map-focus">
          {said}
        </p>
      </div>
      <p id="seat-map-help" className="sr-only">
        {t.mapHelp}
      </p>
      {hover && view && (
        <SeatTip
          target={hover}
          x={hover.x}
          y={hover.y}
          names={names}
          marks={marks}
          view={view}
          sectionText={sectionText}
        />
      )}
      {here >= 0 && (
        <p
          aria-hidden="true"
          className="pointer-events-none absolute bottom-3 left-1/2 max-w-[90%] -translate-x-1/2 truncate rounded-full border border-line bg-surface/95 px-3 py-1 text-sm font-semibold shadow-card"
        >
          {sectionText(here)}
        </p>
      )}
      <MapControls
        canZoomIn={zoom.in}
        canZoomOut={zoom.out}
        onZoom={(factor) => view?.zoomBy(factor)}
        onShowAll={() => view?.showAll()}
      />
      {view && live.hall.hasSeats && <Minimap view={view} />}
    </div>
  );
}

/** What is said of a seat must be true while it is said. */
function useChangesOf({ feed }: LiveHall, focused: number, hovered: number): void {
  const [, setTimes] = useState(0);
  useEffect(
    () =>
      feed.listen({
        units: (changes) => {
          if (changes.some(({ unit }) => unit === focused || unit === hovered)) setTimes((times) => times + 1);
        },
      }),
    [feed, focused, hovered],
  );
}

export function ofMarks(marks: Marks, unit: number): { chosen: boolean; yours: boolean } {
  return { chosen: marks.chosen.has(unit), yours: marks.yours.has(unit) };
}
