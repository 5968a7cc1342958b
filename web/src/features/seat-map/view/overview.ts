/** The whole plan as one small picture: what is seen until something better is painted, and the ground of the minimap. */
import { Painter } from "./painter";
import type { Scene } from "./scene";
import type { Window } from "./tiles";

const LONGEST_PX = 1_000;
const FIRST_MS = 30;
const REPAINT_MS = 2_000;
const BUSY_MS = 250;

export class Overview {
  readonly canvas = document.createElement("canvas");
  private readonly scale: number;
  private readonly listeners = new Set<() => void>();
  private painter: Painter;
  private isPainted = false;
  private due: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly scene: Scene,
    private readonly isBusy: () => boolean,
  ) {
    const { width, height } = scene.hall;
    this.scale = LONGEST_PX / Math.max(width, height);
    this.painter = new Painter(scene, this.scale, 1);
    this.canvas.width = Math.max(1, Math.ceil(width * this.scale));
    this.canvas.height = Math.max(1, Math.ceil(height * this.scale));
  }

  /** It is out of date: painted again after a while, and not while the map moves. */
  touch(): void {
    this.due ??= setTimeout(() => this.paintUnlessBusy(), this.isPainted ? REPAINT_MS : FIRST_MS);
  }

  onPaint(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  draw(ink: CanvasRenderingContext2D, window: Window, scale: number): void {
    if (!this.isPainted) return;
    const zoom = scale / this.scale;
    ink.imageSmoothingEnabled = true;
    ink.drawImage(this.canvas, -window.left, -window.top, this.canvas.width * zoom, this.canvas.height * zoom);
  }

  destroy(): void {
    clearTimeout(this.due);
    this.listeners.clear();
  }

  private paintUnlessBusy(): void {
    this.due = undefined;
    if (this.isBusy()) {
      this.due = setTimeout(() => this.paintUnlessBusy(), BUSY_MS);
      return;
    }
    const ink = this.canvas.getContext("2d", { alpha: false });
    const { width, height } = this.canvas;
    if (this.painter.sprites.palette !== this.scene.palette) this.painter = new Painter(this.scene, this.scale, 1);
    if (ink) this.painter.paint(ink, 0, 0, { x: 0, y: 0, width, height });
    this.isPainted = true;
    for (const listener of this.listeners) listener();
  }
}
