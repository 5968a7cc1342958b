/** The whole hall, small, with a frame around what is seen. A press goes there. It shows nothing that the map hasn't, so it isn't told to screen readers. */
import { type PointerEvent, useEffect, useRef, useState } from "react";
import type { MapView } from "../view/map-view";

const LONGEST_PX = 132;
/** On a phone it must not cover what it helps to find. */
const LONGEST_ON_PHONES_PX = 92;

export function Minimap({ view }: { view: MapView }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const { width, height } = view.scene.hall;
  const [longest] = useState(() => (window.innerWidth < 640 ? LONGEST_ON_PHONES_PX : LONGEST_PX));
  const scale = longest / Math.max(width, height);
  const size = { width: width * scale, height: height * scale };

  useEffect(() => {
    const draw = () => {
      const ink = canvas.current?.getContext("2d");
      if (!ink || !canvas.current) return;
      ink.imageSmoothingQuality = "high";
      ink.drawImage(view.overview.canvas, 0, 0, canvas.current.width, canvas.current.height);
    };
    draw();
    return view.overview.onPaint(draw);
  }, [view]);

  useEffect(() => {
    return view.onMove(() => {
      const seen = view.seen();
      const [left, top] = [Math.max(0, seen.left), Math.max(0, seen.top)];
      const [right, bottom] = [Math.min(width, seen.right), Math.min(height, seen.bottom)];
      const element = frame.current;
      if (!element) return;
      element.style.transform = `translate(${left * scale}px, ${top * scale}px)`;
      element.style.width = `${Math.max(4, (right - left) * scale)}px`;
      element.style.height = `${Math.max(4, (bottom - top) * scale)}px`;
      // With everything in sight, there is nothing to find one's way in.
      const isWhole = right - left > width * 0.97 && bottom - top > height * 0.97;
      element.parentElement?.toggleAttribute("data-idle", isWhole);
    });
  }, [view, width, height, scale]);

  const go = (event: PointerEvent<HTMLDivElement>) => {
    if (event.type === "pointermove" && event.buttons === 0) return;
    const box = event.currentTarget.getBoundingClientRect();
    view.lookAt((event.clientX - box.left) / scale, (event.clientY - box.top) / scale);
  };

  return (
    <div
      aria-hidden="true"
      data-testid="minimap"
      // Until the map has moved there is nothing to find one's way in either.
      data-idle=""
      className="absolute left-3 top-3 overflow-hidden rounded-control border border-line bg-surface opacity-95 shadow-card transition-opacity data-idle:pointer-events-none data-idle:opacity-0"
      style={size}
      onPointerDown={go}
      onPointerMove={go}
    >
      <canvas
        ref={canvas}
        width={Math.round(size.width * 2)}
        height={Math.round(size.height * 2)}
        className="size-full"
      />
      <div ref={frame} className="absolute left-0 top-0 rounded-sm border-2 border-accent bg-accent/10" />
    </div>
  );
}
