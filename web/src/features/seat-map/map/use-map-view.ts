/** Keeps a `MapView` on a canvas: its size, colours, gestures, and the changes that come in. */
import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from "react";
import type { LiveHall } from "../hall/use-hall";
import { type Gesture, Gestures, type Pointer, wheelFactor } from "../view/gestures";
import type { Marks } from "../view/looks";
import { type MapHost, MapView } from "../view/map-view";
import type { SectionLabel } from "../view/overlay";
import { paletteOf } from "../view/palette";
import { Scene } from "../view/scene";

export interface MapHandlers {
  hovered: MapHost["hovered"];
  pickedSeat: (unit: number) => void;
  pickedSection: (section: number) => void;
}

export function useMapView(
  canvas: RefObject<HTMLCanvasElement | null>,
  live: LiveHall,
  marks: Marks,
  labels: (section: number) => SectionLabel,
  handlers: MapHandlers,
): MapView | null {
  const [view, setView] = useState<MapView | null>(null);
  const latest = useRef(handlers);
  useLayoutEffect(() => {
    latest.current = handlers;
  });

  useLayoutEffect(() => {
    const element = canvas.current;
    if (!element) return;
    const made = makeView(element, live, latest);
    setView(made);
    const stops = [follow(element, made), followTheme(made), listen(live, made), gesturesOf(element, made)];
    performance.mark("admit:map-first-paint");
    return () => {
      for (const stop of stops) stop();
      made.destroy();
      setView(null);
    };
  }, [canvas, live]);

  useEffect(() => {
    if (view) view.touch(view.scene.mark(marks));
  }, [view, marks]);

  useEffect(() => view?.setLabels(labels), [view, labels]);
  return view;
}

function makeView(element: HTMLCanvasElement, { hall, feed }: LiveHall, latest: RefObject<MapHandlers>): MapView {
  const palette = paletteOf(document.documentElement.dataset["theme"]);
  const scene = new Scene(hall, palette, feed.states ?? new Uint8Array(hall.units));
  const host: MapHost = {
    hovered: (target, x, y) => latest.current.hovered(target, x, y),
    pickedSeat: (unit) => latest.current.pickedSeat(unit),
    pickedSection: (section) => latest.current.pickedSection(section),
  };
  return new MapView(element, scene, host, () => matchMedia("(prefers-reduced-motion: reduce)").matches);
}

/** The canvas fills its parent, at the device's own pixels. */
function follow(element: HTMLCanvasElement, view: MapView): () => void {
  const fill = () => {
    const { width, height } = element.getBoundingClientRect();
    if (width === 0 || height === 0) return;
    view.resize(width, height, Math.min(3, window.devicePixelRatio));
    view.drawNow();
  };
  fill();
  const observer = new ResizeObserver(fill);
  observer.observe(element);
  return () => observer.disconnect();
}

function followTheme(view: MapView): () => void {
  const observer = new MutationObserver(() => view.setPalette(paletteOf(document.documentElement.dataset["theme"])));
  observer.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  // Texts are drawn in the page's font, which may come later than the map.
  void document.fonts.ready.then(() => view.refresh());
  return () => observer.disconnect();
}

function listen({ feed }: LiveHall, view: MapView): () => void {
  return feed.listen({ units: (changes) => view.change(changes) });
}

function gesturesOf(element: HTMLCanvasElement, view: MapView): () => void {
  const gestures = new Gestures();
  const stop = new AbortController();
  const on = <Name extends keyof HTMLElementEventMap>(
    name: Name,
    hear: (event: HTMLElementEventMap[Name]) => void,
    passive = true,
  ) => element.addEventListener(name, hear, { signal: stop.signal, passive });
  const pointer = (event: PointerEvent): Pointer => {
    const box = element.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    return { id: event.pointerId, x, y, at: event.timeStamp, isTouch: event.pointerType !== "mouse" };
  };
  const obey = (all: Gesture[]) => {
    for (const gesture of all) view.gesture(gesture);
  };
  on("pointerdown", (event) => {
    if (event.button !== 0) return;
    element.setPointerCapture(event.pointerId);
    view.unhover();
    obey(gestures.press(pointer(event)));
  });
  on("pointermove", (event) => {
    const at = pointer(event);
    obey(gestures.move(at));
    if (event.buttons === 0 && event.pointerType === "mouse") view.hover(at.x, at.y);
  });
  on("pointerup", (event) => obey(gestures.release(pointer(event))));
  on("pointercancel", (event) => gestures.cancel(event.pointerId));
  on("pointerleave", () => view.unhover());
  on(
    "wheel",
    (event) => {
      event.preventDefault();
      const box = element.getBoundingClientRect();
      const [x, y] = [event.clientX - box.left, event.clientY - box.top];
      obey([{ type: "zoom", factor: wheelFactor(event), x, y }]);
    },
    false,
  );
  return () => stop.abort();
}
