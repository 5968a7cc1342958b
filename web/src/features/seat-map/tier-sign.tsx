/** The signs that the map draws, for the texts beside it: drawn by the same code. */
import { useEffect, useRef } from "react";
import { drawGlyph } from "./view/glyphs";
import { Kind, look } from "./view/looks";
import { paletteOf } from "./view/palette";

const SIZE_PX = 18;

export function TierSign({ tier, kind = Kind.free }: { tier: number; kind?: Kind }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const draw = () => {
      const ink = canvas.current?.getContext("2d");
      if (!ink) return;
      const ratio = window.devicePixelRatio;
      ink.setTransform(ratio, 0, 0, ratio, 0, 0);
      ink.clearRect(0, 0, SIZE_PX, SIZE_PX);
      ink.translate(SIZE_PX / 2, SIZE_PX / 2);
      const isLarge = kind === Kind.chosen || kind === Kind.yours;
      drawGlyph(ink, look(kind, tier), SIZE_PX * (isLarge ? 0.78 : 0.86), paletteOf(theme()));
    };
    draw();
    const observer = new MutationObserver(draw);
    observer.observe(document.documentElement, { attributeFilter: ["data-theme"] });
    return () => observer.disconnect();
  }, [tier, kind]);
  const side = Math.round(SIZE_PX * window.devicePixelRatio);
  return (
    <span aria-hidden="true" className="block size-[18px] shrink-0">
      <canvas ref={canvas} width={side} height={side} className="block size-full" />
    </span>
  );
}

function theme(): string | undefined {
  return document.documentElement.dataset["theme"];
}
