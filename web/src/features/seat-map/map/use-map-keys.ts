/** The map by keyboard: arrows move a focus from seat to seat or section to section, Enter chooses what it is on. */
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { type Direction, nextSeat, nextSection } from "../choosing/directions";
import { at } from "../hall/hall";
import type { MapView } from "../view/map-view";
import { SECTIONS_BELOW_PX } from "../view/painter";
import type { Target } from "../view/target";

const ARROWS: Record<string, Direction> = {
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
};
const NOWHERE: Target = { unit: -1, section: -1 };

export interface MapKeys {
  focus: Target;
  onKeyDown: (event: KeyboardEvent) => void;
  onBlur: () => void;
}

export function useMapKeys(
  view: MapView | null,
  picked: { seat: (unit: number) => void; section: (section: number) => void },
): MapKeys {
  const [focus, setFocus] = useState<Target>(NOWHERE);
  const isShown = useRef(false);

  useEffect(() => {
    if (!view || (!isShown.current && focus === NOWHERE)) return;
    isShown.current = focus !== NOWHERE;
    view.point({ ...focus, isFocus: isShown.current });
    if (focus.unit >= 0) view.showUnits([focus.unit]);
  }, [view, focus]);

  const press = (key: string): boolean => {
    if (!view) return false;
    const direction = ARROWS[key];
    if (direction) setFocus(step(view, focus, direction));
    else if (key === "Enter" || key === " ") choose(view, focus, setFocus, picked);
    else if (key === "+" || key === "=") view.zoomBy(1.5);
    else if (key === "-") view.zoomBy(1 / 1.5);
    else if (key === "Escape" || key === "0") leave(view, focus, setFocus);
    else return false;
    return true;
  };

  return {
    focus,
    onKeyDown: (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (press(event.key)) event.preventDefault();
    },
    onBlur: () => setFocus(NOWHERE),
  };
}

function step(view: MapView, focus: Target, direction: Direction): Target {
  const { hall, grid } = view.scene;
  if (focus.unit >= 0) {
    const unit = nextSeat(hall, grid, focus.unit, direction);
    return { unit, section: at(hall.section, unit) };
  }
  if (focus.section >= 0) return { unit: -1, section: nextSection(hall, focus.section, direction) };
  return start(view);
}

/** Where the focus comes in: at what is in the middle of the screen. */
function start(view: MapView): Target {
  const { hall, grid } = view.scene;
  const { x, y } = view.camera;
  if (hall.hasSeats && view.pitch >= SECTIONS_BELOW_PX) {
    const unit = grid.nearest(x, y, Math.max(hall.width, hall.height));
    return { unit, section: at(hall.section, unit) };
  }
  const away = (section: number) => {
    const spot = hall.sections[section]?.labelAt;
    return spot ? Math.hypot(spot.x - x, spot.y - y) : Number.POSITIVE_INFINITY;
  };
  const sections = hall.sections.map((_, index) => index);
  return { unit: -1, section: sections.reduce((best, one) => (away(one) < away(best) ? one : best), 0) };
}

function choose(
  view: MapView,
  focus: Target,
  setFocus: (focus: Target) => void,
  picked: { seat: (unit: number) => void; section: (section: number) => void },
): void {
  const { hall } = view.scene;
  if (focus.unit >= 0) return picked.seat(focus.unit);
  const section = hall.sections[focus.section];
  if (!section) return setFocus(start(view));
  picked.section(focus.section);
  if (section.isGeneral) return;
  // Into the section: to its first free seat, else to its first.
  const isFree = (unit: number) => view.scene.stateOf(unit) === 0;
  let unit = section.first;
  while (unit < section.first + section.count - 1 && !isFree(unit)) unit += 1;
  setFocus({ unit: isFree(unit) ? unit : section.first, section: focus.section });
}

/** One step out: from a seat to its section, from a section to the whole. */
function leave(view: MapView, focus: Target, setFocus: (focus: Target) => void): void {
  view.showAll();
  setFocus(focus.unit >= 0 ? { unit: -1, section: focus.section } : NOWHERE);
}
