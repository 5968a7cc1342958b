/**
 * Ready-made pixels of every way a seat can look at one size. Painting thousands of seats by the canvas's own calls takes ten times
 * as long as copying these into a buffer; positions between pixels are kept by having each sprite at several offsets.
 */
import { drawGlyph } from "./glyphs";
import type { Palette } from "./palette";

export interface Sprite {
  side: number;
  pixels: Uint32Array;
}

/** Pixels around a seat for what is larger than it, such as the badge of a chosen one. */
const BLEED = 0.72;

export class Sprites {
  /** Steps between one pixel and the next. */
  readonly steps: number;
  readonly half: number;
  private readonly kept = new Map<number, Sprite>();
  private readonly ink: CanvasRenderingContext2D;
  private readonly side: number;

  constructor(
    readonly size: number,
    readonly palette: Palette,
  ) {
    this.steps = size < 14 ? 4 : size < 30 ? 2 : 1;
    this.half = Math.ceil(size * BLEED) + 1;
    this.side = this.half * 2 + 1;
    const canvas = document.createElement("canvas");
    canvas.width = this.side;
    canvas.height = this.side;
    const ink = canvas.getContext("2d", { willReadFrequently: true });
    if (!ink) throw new Error("the browser has no canvas");
    this.ink = ink;
  }

  /** `stepX` and `stepY` count the steps right of and below the whole pixel. */
  get(code: number, stepX: number, stepY: number): Sprite {
    const key = (code * 4 + stepX) * 4 + stepY;
    const kept = this.kept.get(key);
    if (kept) return kept;
    const { ink, side, half, steps } = this;
    ink.setTransform(1, 0, 0, 1, 0, 0);
    ink.clearRect(0, 0, side, side);
    ink.translate(half + 0.5 + stepX / steps, half + 0.5 + stepY / steps);
    drawGlyph(ink, code, this.size, this.palette);
    const sprite = { side, pixels: new Uint32Array(ink.getImageData(0, 0, side, side).data.buffer) };
    this.kept.set(key, sprite);
    return sprite;
  }
}

/** A picture in the making: one number a pixel, as `ImageData` has them. */
export class Pixels {
  readonly image: ImageData;
  private readonly data: Uint32Array;

  constructor(
    readonly width: number,
    readonly height: number,
  ) {
    this.image = new ImageData(width, height);
    this.data = new Uint32Array(this.image.data.buffer);
  }

  clear(): void {
    this.data.fill(0);
  }

  /** Puts a sprite's upper left corner at a whole pixel, blended over what is there. */
  put(sprite: Sprite, left: number, top: number): void {
    const { side, pixels } = sprite;
    const { width, height, data } = this;
    const [fromX, toX] = [Math.max(0, -left), Math.min(side, width - left)];
    const [fromY, toY] = [Math.max(0, -top), Math.min(side, height - top)];
    for (let y = fromY; y < toY; y += 1) {
      let source = y * side + fromX;
      let target = (top + y) * width + left + fromX;
      for (let x = fromX; x < toX; x += 1, source += 1, target += 1) {
        const over = pixels[source] ?? 0;
        const alpha = over >>> 24;
        if (alpha === 0) continue;
        const under = data[target] ?? 0;
        data[target] = alpha === 255 || under === 0 ? over : blend(under, over, alpha);
      }
    }
  }
}

function blend(under: number, over: number, alpha: number): number {
  const rest = ((under >>> 24) * (255 - alpha)) / 255;
  const total = alpha + rest;
  const mix = (shift: number) =>
    Math.round((((over >>> shift) & 255) * alpha + ((under >>> shift) & 255) * rest) / total) << shift;
  return ((Math.round(total) << 24) | mix(16) | mix(8) | mix(0)) >>> 0;
}
