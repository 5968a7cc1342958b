/**
 * The plan at one scale as square pictures that are painted when they come into sight and then only moved about. What changes out
 * of sight is painted when somebody looks.
 */
import { at, type Hall } from "../hall/hall";
import { Painter, type Rect } from "./painter";
import type { Scene } from "./scene";

const SIDE = 512;
/** Beyond this, those that are farthest from what is seen make room. */
const TILES_MAX = 96;
/** A tile with more seats to repaint is painted whole: one seat costs as much as a hundred, for what lies under it is painted too. */
const REPAIRS_MAX = 6;

interface Tile {
  column: number;
  line: number;
  canvas: HTMLCanvasElement;
  ink: CanvasRenderingContext2D;
  isPainted: boolean;
  repairs: Rect[];
  /** Everything in it is out of date; what it shows is still better than nothing. */
  isStale: boolean;
}

/** What is seen, in device pixels from the plan's corner. */
export interface Window {
  left: number;
  top: number;
  width: number;
  height: number;
}

export class Tiles {
  readonly painter: Painter;
  private readonly tiles = new Map<number, Tile>();
  private spare: HTMLCanvasElement[] = [];

  constructor(
    private readonly scene: Scene,
    readonly scale: number,
    ratio: number,
  ) {
    this.painter = new Painter(scene, scale, ratio);
  }

  /** Draws the tiles that there are, moved by whole pixels where the scale is theirs. */
  draw(ink: CanvasRenderingContext2D, window: Window, zoom: number): void {
    const side = SIDE * zoom;
    ink.imageSmoothingEnabled = zoom !== 1;
    for (const tile of this.tiles.values()) {
      if (!tile.isPainted) continue;
      const left = tile.column * side - window.left;
      const top = tile.line * side - window.top;
      if (left >= window.width || top >= window.height || left + side <= 0 || top + side <= 0) continue;
      if (zoom === 1) ink.drawImage(tile.canvas, Math.round(left), Math.round(top));
      else ink.drawImage(tile.canvas, left, top, side, side);
    }
  }

  /** Paints what is missing in sight, then what is out of date, then around it; false if the time was over first. */
  work(window: Window, hasTime: () => boolean): boolean {
    const inSight = this.places(window, 0);
    const jobs = [
      ...inSight.filter(([column, line]) => !this.tiles.get(key(column, line))?.isPainted),
      ...inSight.filter(([column, line]) => this.needsRepair(column, line)),
    ];
    for (const [column, line] of jobs) {
      if (!hasTime()) return false;
      this.paint(column, line);
    }
    const around = this.places(window, 1).find(([column, line]) => !this.tiles.get(key(column, line))?.isPainted);
    if (!around) return true;
    if (hasTime()) this.paint(around[0], around[1]);
    return false;
  }

  /** Whether nothing in sight is missing. */
  covers(window: Window): boolean {
    return this.places(window, 0).every(([column, line]) => this.tiles.get(key(column, line))?.isPainted);
  }

  /** These units look different now. */
  touch(hall: Hall, units: readonly number[]): void {
    const reach = this.painter.reach();
    for (const unit of units) {
      const [x, y] = [at(hall.x, unit) * this.scale, at(hall.y, unit) * this.scale];
      this.touchRect(Math.floor(x) - reach, Math.floor(y) - reach, reach * 2 + 2);
    }
  }

  touchAll(): void {
    for (const tile of this.tiles.values()) tile.isStale = true;
  }

  /** Those who hold canvases give them back here, for the next scale. */
  dispose(): HTMLCanvasElement[] {
    const canvases = [...this.tiles.values()].map((tile) => tile.canvas).concat(this.spare);
    this.tiles.clear();
    this.spare = [];
    return canvases.slice(0, TILES_MAX);
  }

  reuse(canvases: HTMLCanvasElement[]): void {
    this.spare = canvases;
  }

  private touchRect(x: number, y: number, side: number): void {
    for (let line = Math.floor(y / SIDE); line <= Math.floor((y + side) / SIDE); line += 1) {
      for (let column = Math.floor(x / SIDE); column <= Math.floor((x + side) / SIDE); column += 1) {
        const tile = this.tiles.get(key(column, line));
        if (!tile?.isPainted || tile.isStale) continue;
        if (tile.repairs.length === REPAIRS_MAX) {
          tile.isStale = true;
          tile.repairs = [];
        } else {
          const [left, top] = [Math.max(0, x - column * SIDE), Math.max(0, y - line * SIDE)];
          const [right, bottom] = [Math.min(SIDE, x - column * SIDE + side), Math.min(SIDE, y - line * SIDE + side)];
          if (right > left && bottom > top)
            tile.repairs.push({ x: left, y: top, width: right - left, height: bottom - top });
        }
      }
    }
  }

  private needsRepair(column: number, line: number): boolean {
    const tile = this.tiles.get(key(column, line));
    return tile?.isPainted === true && (tile.isStale || tile.repairs.length > 0);
  }

  private paint(column: number, line: number): void {
    const tile = this.tiles.get(key(column, line)) ?? this.make(column, line);
    const whole = { x: 0, y: 0, width: SIDE, height: SIDE };
    const rects = tile.isPainted && !tile.isStale ? tile.repairs : [whole];
    for (const rect of rects) this.painter.paint(tile.ink, column * SIDE, line * SIDE, rect);
    tile.isPainted = true;
    tile.isStale = false;
    tile.repairs = [];
  }

  private make(column: number, line: number): Tile {
    if (this.tiles.size >= TILES_MAX) this.evict(column, line);
    const canvas = this.spare.pop() ?? document.createElement("canvas");
    if (canvas.width !== SIDE) {
      canvas.width = SIDE;
      canvas.height = SIDE;
    }
    const ink = canvas.getContext("2d", { alpha: false });
    if (!ink) throw new Error("the browser has no canvas");
    const tile = { column, line, canvas, ink, isPainted: false, isStale: false, repairs: [] };
    this.tiles.set(key(column, line), tile);
    return tile;
  }

  private evict(column: number, line: number): void {
    const away = (tile: Tile) => Math.abs(tile.column - column) + Math.abs(tile.line - line);
    const farthest = [...this.tiles.values()].reduce((most, tile) => (away(tile) > away(most) ? tile : most));
    this.tiles.delete(key(farthest.column, farthest.line));
    this.spare.push(farthest.canvas);
  }

  /** The places that a window covers and `ring` more around it, the middle first, without those where there is nothing at all. */
  private places(window: Window, ring: number): [number, number][] {
    const { hall } = this.scene;
    const limit = (value: number, size: number) => Math.min(Math.ceil((size * this.scale) / SIDE), Math.max(-1, value));
    const [fromColumn, toColumn] = [window.left, window.left + window.width - 1].map((x, end) =>
      limit(Math.floor(x / SIDE) + (end ? ring : -ring), hall.width),
    ) as [number, number];
    const [fromLine, toLine] = [window.top, window.top + window.height - 1].map((y, end) =>
      limit(Math.floor(y / SIDE) + (end ? ring : -ring), hall.height),
    ) as [number, number];
    const places: [number, number][] = [];
    for (let line = fromLine; line <= toLine; line += 1)
      for (let column = fromColumn; column <= toColumn; column += 1) places.push([column, line]);
    const [middleX, middleY] = [(fromColumn + toColumn) / 2, (fromLine + toLine) / 2];
    const away = ([column, line]: [number, number]) => Math.hypot(column - middleX, line - middleY);
    return places.sort((a, b) => away(a) - away(b));
  }
}

/** One number for a place; plans are less than a million tiles wide. */
function key(column: number, line: number): number {
  return (line + 2) * 1_000_000 + column + 2;
}
