/**
 * The map on its canvas: draws a frame when something moves or changes, and at no other time. It knows nothing of React; what the
 * reader does with it is told to its host.
 */
import type { UnitChange } from "@/lib/live/merge";
import { at } from "../hall/hall";
import type { Box } from "../hall/outline";
import {
  type Bounds,
  type Camera,
  clampScale,
  fitAll,
  fitBox,
  keepCorner,
  limit,
  pan,
  type Screen,
  seen,
  toPlan,
  zoomAt,
} from "./camera";
import type { Gesture } from "./gestures";
import { Motion } from "./motion";
import { drawNames, drawPointed, NAMES_UNTIL_PX, type Pointed, Pulses, type SectionLabel } from "./overlay";
import { Overview } from "./overview";
import { SECTIONS_BELOW_PX } from "./painter";
import type { Palette } from "./palette";
import type { Scene } from "./scene";
import { NOTHING, type Target, targetAt } from "./target";
import { Tiles, type Window } from "./tiles";

export interface MapHost {
  hovered: (target: Target | null, x: number, y: number) => void;
  pickedSeat: (unit: number) => void;
  pickedSection: (section: number) => void;
}

/** How long painting may take in one frame, so that moving stays smooth. */
const PAINT_MS = 6;
const SETTLED_MS = 90;
const BLUR_MAX = 1.7;
const PIXELS_MAX = 5_000_000;
/** Seats must be this far apart on screen to be hit by a mouse or a finger; before that a tap comes nearer. */
const HIT_MOUSE_PX = 7;
const HIT_TOUCH_PX = 13;
const NEARER_PX = 26;

export class MapView {
  camera: Camera;
  readonly overview: Overview;
  private screen: Screen = { width: 1, height: 1 };
  private ratio = 1;
  private asked = 1;
  private readonly bounds: Bounds;
  private readonly motion: Motion;
  private readonly ink: CanvasRenderingContext2D;
  private tiles: Tiles;
  private before: Tiles | null = null;
  private readonly pulses = new Pulses();
  private pointed: Pointed = { ...NOTHING, isFocus: false };
  private scaledAt = 0;
  private movedAt = 0;
  private frame = 0;
  private isSized = false;
  private labels: (section: number) => SectionLabel = () => ({ name: "", short: "", note: "" });
  private readonly moveListeners = new Set<() => void>();

  constructor(
    private readonly canvas: HTMLCanvasElement,
    readonly scene: Scene,
    private readonly host: MapHost,
    private readonly isMotionReduced: () => boolean,
  ) {
    const ink = canvas.getContext("2d", { alpha: false });
    if (!ink) throw new Error("the browser has no canvas");
    this.ink = ink;
    const { width, height, pitch } = scene.hall;
    this.bounds = { width, height, pitch };
    this.motion = new Motion(isMotionReduced);
    this.overview = new Overview(
      scene,
      () => this.motion.isMoving || performance.now() - this.movedAt < SETTLED_MS * 2,
    );
    this.overview.touch();
    this.camera = fitAll(this.bounds, this.screen);
    this.tiles = new Tiles(scene, 1, 1);
  }

  /** Pixels between neighbouring seats. */
  get pitch(): number {
    return this.bounds.pitch * this.camera.scale;
  }

  resize(width: number, height: number, ratio: number): void {
    const isSame = width === this.screen.width && height === this.screen.height && ratio === this.asked;
    if (isSame && this.isSized) return;
    this.asked = ratio;
    const isFirst = !this.isSized;
    const wasFit = Math.abs(this.camera.scale - fitAll(this.bounds, this.screen).scale) < 1e-9;
    this.isSized = true;
    const before = this.screen;
    this.screen = { width: Math.max(1, width), height: Math.max(1, height) };
    this.ratio = Math.min(ratio, Math.max(1, Math.sqrt(PIXELS_MAX / (this.screen.width * this.screen.height))));
    this.canvas.width = Math.round(this.screen.width * this.ratio);
    this.canvas.height = Math.round(this.screen.height * this.ratio);
    this.move(isFirst || wasFit ? fitAll(this.bounds, this.screen) : this.kept(before));
    this.paintAnew();
  }

  /** Hears now, and whenever the camera moved. */
  onMove(listener: () => void): () => void {
    this.moveListeners.add(listener);
    listener();
    return () => this.moveListeners.delete(listener);
  }

  /** Draws at once, without waiting for the browser's next frame. */
  drawNow(): void {
    this.draw(performance.now(), () => true);
  }

  setPalette(palette: Palette): void {
    this.scene.palette = palette;
    this.paintAnew();
    this.overview.touch();
    this.wake();
  }

  /** Units changed; those in sight show it. */
  change(changes: readonly UnitChange[]): void {
    const different = this.scene.change(changes);
    this.touch(different);
    if (this.isMotionReduced() || this.pitch < 2) return;
    const { x, y } = this.scene.hall;
    const window = seen(this.camera, this.screen);
    this.pulses.add(changes, (unit) => isIn(window, at(x, unit), at(y, unit)), performance.now());
  }

  touch(units: readonly number[]): void {
    if (units.length === 0) return;
    this.tiles.touch(this.scene.hall, units);
    this.before?.touchAll();
    this.overview.touch();
    this.wake();
  }

  /** What sections are called, and what is said of them. */
  setLabels(labels: (section: number) => SectionLabel): void {
    this.labels = labels;
    this.wake();
  }

  /** Everything may look different. */
  refresh(): void {
    this.tiles.touchAll();
    this.overview.touch();
    this.wake();
  }

  point(pointed: Pointed): void {
    this.pointed = pointed;
    this.wake();
  }

  gesture(gesture: Gesture): void {
    const { bounds, screen } = this;
    switch (gesture.type) {
      case "grab":
        return this.motion.stop();
      case "pan":
        return this.move(limit(pan(this.camera, gesture.dx, gesture.dy), bounds, screen));
      case "zoom":
        this.motion.stop();
        return this.move(
          limit(zoomAt(this.camera, gesture.factor, gesture.x, gesture.y, bounds, screen), bounds, screen),
        );
      case "fling":
        this.motion.throw(gesture.vx, gesture.vy, performance.now());
        return this.wake();
      case "tap":
        return this.tap(gesture.x, gesture.y, gesture.isTouch);
      case "double_tap":
        return this.fly(zoomAt(this.camera, 2.2, gesture.x, gesture.y, bounds, screen));
    }
  }

  hover(x: number, y: number): void {
    const target = this.targetAt(x, y, this.bounds.pitch * 0.75);
    const isOther = target.unit !== this.pointed.unit || target.section !== this.pointed.section;
    if (isOther) this.point({ ...target, isFocus: false });
    this.host.hovered(target.unit < 0 && target.section < 0 ? null : target, x, y);
  }

  unhover(): void {
    if (!this.pointed.isFocus) this.point({ ...NOTHING, isFocus: false });
    this.host.hovered(null, 0, 0);
  }

  zoomBy(factor: number): void {
    const { width, height } = this.screen;
    this.fly(zoomAt(this.camera, factor, width / 2, height / 2, this.bounds, this.screen));
  }

  panBy(dx: number, dy: number): void {
    this.fly(pan(this.camera, dx, dy));
  }

  showAll(): void {
    this.fly(fitAll(this.bounds, this.screen));
  }

  showSection(section: number): void {
    const outline = this.scene.sections[section]?.outline;
    if (outline) this.fly(fitBox(outline.box, this.bounds, this.screen, 34));
  }

  /** Brings seats into sight, near enough to tell them apart, and moves no more than needed. */
  showUnits(units: readonly number[]): void {
    const { x, y } = this.scene.hall;
    const around = this.bounds.pitch * 4;
    const xs = units.map((unit) => at(x, unit));
    const ys = units.map((unit) => at(y, unit));
    const box = {
      left: Math.min(...xs) - around,
      right: Math.max(...xs) + around,
      top: Math.min(...ys) - around,
      bottom: Math.max(...ys) + around,
    };
    const window = seen(this.camera, this.screen);
    const isSeen = isIn(window, box.left, box.top) && isIn(window, box.right, box.bottom);
    if (isSeen && this.pitch >= HIT_TOUCH_PX) return this.wake();
    this.fly(fitBox(box, this.bounds, this.screen, Math.max(NEARER_PX, Math.min(this.pitch, 34))));
  }

  /** Where on the canvas a point of the plan is looked at from the minimap. */
  lookAt(x: number, y: number): void {
    this.motion.stop();
    this.move(limit({ ...this.camera, x, y }, this.bounds, this.screen));
  }

  /** The section that the reader is in by now, where its name is no longer written on it; -1 farther away. */
  sectionInMiddle(): number {
    return this.pitch > NAMES_UNTIL_PX ? this.scene.sectionAt(this.camera.x, this.camera.y) : -1;
  }

  seen(): Box {
    return seen(this.camera, this.screen);
  }

  destroy(): void {
    cancelAnimationFrame(this.frame);
    this.overview.destroy();
    this.tiles.dispose();
    this.before?.dispose();
  }

  /** After a change of size nothing moves under the finger, unless that would put out of sight what was just chosen. */
  private kept(before: Screen): Camera {
    const { x, y } = this.scene.hall;
    const still = limit(keepCorner(this.camera, before, this.screen), this.bounds, this.screen);
    const [was, is] = [seen(this.camera, before), seen(still, this.screen)];
    const isLost = [...this.scene.marks.chosen].some(
      (unit) => isIn(was, at(x, unit), at(y, unit)) && !isIn(is, at(x, unit), at(y, unit)),
    );
    return isLost ? limit(this.camera, this.bounds, this.screen) : still;
  }

  private tap(x: number, y: number, isTouch: boolean): void {
    const hit = isTouch ? HIT_TOUCH_PX : HIT_MOUSE_PX;
    const reach = Math.max(this.bounds.pitch * 0.8, isTouch ? 14 / this.camera.scale : 0);
    const target = this.targetAt(x, y, reach);
    if (target.unit >= 0 && this.pitch >= hit) return this.host.pickedSeat(target.unit);
    if (target.section >= 0 && (target.unit < 0 || this.pitch < SECTIONS_BELOW_PX)) {
      return this.host.pickedSection(target.section);
    }
    if (target.unit < 0) return;
    const nearer = zoomAt(this.camera, NEARER_PX / this.pitch, x, y, this.bounds, this.screen);
    this.fly(nearer);
  }

  private targetAt(px: number, py: number, reach: number): Target {
    const { x, y } = toPlan(this.camera, this.screen, px, py);
    return targetAt(this.scene, { x, y }, this.pitch, reach);
  }

  private fly(to: Camera): void {
    this.move(this.motion.flyTo(this.camera, limit(to, this.bounds, this.screen), performance.now()));
  }

  private move(camera: Camera): void {
    this.movedAt = performance.now();
    if (camera.scale !== this.camera.scale) this.scaledAt = this.movedAt;
    this.camera = camera;
    for (const listener of this.moveListeners) listener();
    this.wake();
  }

  private wake(): void {
    if (this.frame === 0 && this.isSized) this.frame = requestAnimationFrame((now) => this.tick(now));
  }

  private tick(now: number): void {
    this.frame = 0;
    const started = performance.now();
    if (this.motion.isMoving) this.move(this.motion.step(this.camera, now, this.bounds, this.screen));
    const isDone = this.draw(now, () => performance.now() - started < PAINT_MS);
    if (!isDone || this.motion.isMoving) this.wake();
  }

  /** False if there is more to draw. */
  private draw(now: number, hasTime: () => boolean): boolean {
    const scale = this.camera.scale * this.ratio;
    if (this.tiles.scale !== scale) this.settle(scale, now);
    const zoom = scale / this.tiles.scale;
    const window = this.window(this.tiles.scale, zoom);
    const isPainted = this.tiles.work(window, hasTime);
    if (this.before && this.tiles.covers(window)) {
      this.tiles.reuse(this.before.dispose());
      this.before = null;
    }
    this.compose(scale, zoom);
    this.drawOverlay(now);
    return isPainted && this.pulses.areOver && zoom === 1 && this.before === null;
  }

  /** Paints at a new scale once zooming came to rest, or when the pictures there are would be too blurred. */
  private settle(scale: number, now: number): void {
    const blur = Math.max(scale / this.tiles.scale, this.tiles.scale / scale);
    const isResting = now - this.scaledAt > SETTLED_MS && !this.motion.isMoving;
    if (!isResting && blur < BLUR_MAX) return;
    const old = this.tiles;
    this.tiles = new Tiles(this.scene, scale, this.ratio);
    if (!this.before || old.covers(this.window(old.scale, scale / old.scale))) {
      if (this.before) this.tiles.reuse(this.before.dispose());
      this.before = old;
    } else {
      this.tiles.reuse(old.dispose());
    }
  }

  private paintAnew(): void {
    const canvases = this.tiles.dispose();
    this.before?.dispose();
    this.before = null;
    this.tiles = new Tiles(this.scene, this.camera.scale * this.ratio, this.ratio);
    this.tiles.reuse(canvases);
    this.wake();
  }

  /** What is seen, in pixels of a scale; `zoom` says how much larger they are on the screen. */
  private window(scale: number, zoom: number): Window {
    const [width, height] = [this.canvas.width / zoom, this.canvas.height / zoom];
    return {
      left: this.camera.x * scale - width / 2,
      top: this.camera.y * scale - height / 2,
      width: Math.ceil(width),
      height: Math.ceil(height),
    };
  }

  private compose(scale: number, zoom: number): void {
    const { ink, canvas } = this;
    ink.setTransform(1, 0, 0, 1, 0, 0);
    ink.fillStyle = this.scene.palette.ground;
    ink.fillRect(0, 0, canvas.width, canvas.height);
    const window = {
      left: this.camera.x * scale - canvas.width / 2,
      top: this.camera.y * scale - canvas.height / 2,
      width: canvas.width,
      height: canvas.height,
    };
    const isCovered = zoom === 1 && this.tiles.covers(window);
    if (!isCovered) {
      this.overview.draw(ink, window, scale);
      this.before?.draw(ink, window, scale / this.before.scale);
    }
    this.tiles.draw(ink, window, zoom);
  }

  private drawOverlay(now: number): void {
    const { ink, scene, camera, screen, ratio } = this;
    ink.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.pulses.draw(ink, scene, camera, screen, now);
    drawNames(ink, scene, camera, screen, this.labels);
    drawPointed(ink, scene, camera, screen, this.pointed);
  }

  /** The nearest that the map can come, for buttons that would do nothing. */
  canZoom(factor: number): boolean {
    return clampScale(this.camera.scale * factor, this.bounds, this.screen) !== this.camera.scale;
  }
}

function isIn(box: Box, x: number, y: number): boolean {
  return x >= box.left && x <= box.right && y >= box.top && y <= box.bottom;
}
