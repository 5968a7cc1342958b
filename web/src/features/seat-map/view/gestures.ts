/** Reads fingers, mouse and wheel as what they mean for a map. Pure: it is given positions and times, and tells what was meant. */
export interface Pointer {
  id: number;
  x: number;
  y: number;
  /** Milliseconds. */
  at: number;
  isTouch: boolean;
}

export type Gesture =
  | { type: "grab" }
  | { type: "pan"; dx: number; dy: number }
  | { type: "zoom"; factor: number; x: number; y: number }
  /** Let go while moving: pixels a millisecond. */
  | { type: "fling"; vx: number; vy: number }
  | { type: "tap"; x: number; y: number; isTouch: boolean }
  | { type: "double_tap"; x: number; y: number };

/** A finger trembles this far without meaning to move. */
const SLOP_TOUCH_PX = 9;
const SLOP_MOUSE_PX = 4;
const TAP_MS_MAX = 600;
const DOUBLE_TAP_MS = 300;
const DOUBLE_TAP_PX = 28;
/** Speed is taken over the last moment only, so that who stops before letting go doesn't throw. */
const SPEED_MS = 90;
const FLING_LEAST = 0.12;

interface Down {
  start: Pointer;
  last: Pointer;
}

export class Gestures {
  private readonly down = new Map<number, Down>();
  private isMoving = false;
  private hadTwo = false;
  private trail: Pointer[] = [];
  private lastTap: Pointer | null = null;

  press(pointer: Pointer): Gesture[] {
    this.down.set(pointer.id, { start: pointer, last: pointer });
    if (this.down.size === 1) {
      this.isMoving = false;
      this.hadTwo = false;
    } else {
      this.hadTwo = true;
      this.isMoving = true;
    }
    this.trail = [pointer];
    return [{ type: "grab" }];
  }

  move(pointer: Pointer): Gesture[] {
    const moved = this.down.get(pointer.id);
    if (!moved) return [];
    if (this.down.size === 1) return this.drag(moved, pointer);
    const other = [...this.down.values()].find((one) => one !== moved)?.last;
    const before = moved.last;
    moved.last = pointer;
    return other && this.down.size === 2 ? pinch(before, pointer, other) : [];
  }

  release(pointer: Pointer): Gesture[] {
    const released = this.down.get(pointer.id);
    if (!this.down.delete(pointer.id) || !released) return [];
    if (this.down.size > 0) {
      // The finger that stays goes on from where it is.
      this.trail = [];
      return [];
    }
    if (!this.isMoving && pointer.at - released.start.at < TAP_MS_MAX) return this.tap(pointer);
    return this.hadTwo ? [] : this.fling(pointer);
  }

  cancel(id: number): void {
    this.down.delete(id);
    this.trail = [];
  }

  private drag(moved: Down, pointer: Pointer): Gesture[] {
    const slop = pointer.isTouch ? SLOP_TOUCH_PX : SLOP_MOUSE_PX;
    const away = Math.hypot(pointer.x - moved.start.x, pointer.y - moved.start.y);
    if (!this.isMoving && away < slop) return [];
    // The way to where it became a drag isn't made up for: the map would jump.
    const [dx, dy] = this.isMoving ? [pointer.x - moved.last.x, pointer.y - moved.last.y] : [0, 0];
    this.isMoving = true;
    moved.last = pointer;
    this.trail = [...this.trail.filter((one) => pointer.at - one.at < SPEED_MS), pointer];
    return [{ type: "pan", dx, dy }];
  }

  private tap(pointer: Pointer): Gesture[] {
    const { lastTap } = this;
    const isSecond =
      lastTap !== null &&
      pointer.at - lastTap.at < DOUBLE_TAP_MS &&
      Math.hypot(pointer.x - lastTap.x, pointer.y - lastTap.y) < DOUBLE_TAP_PX;
    this.lastTap = isSecond ? null : pointer;
    const { x, y, isTouch } = pointer;
    return [isSecond ? { type: "double_tap", x, y } : { type: "tap", x, y, isTouch }];
  }

  private fling(pointer: Pointer): Gesture[] {
    const recent = this.trail.filter((one) => pointer.at - one.at < SPEED_MS);
    const first = recent[0];
    const time = first ? pointer.at - first.at : 0;
    if (!first || time <= 0) return [];
    const [vx, vy] = [(pointer.x - first.x) / time, (pointer.y - first.y) / time];
    return Math.hypot(vx, vy) > FLING_LEAST ? [{ type: "fling", vx, vy }] : [];
  }
}

/** One of two fingers moved: their middle carries the map along, their distance zooms it. */
function pinch(before: Pointer, now: Pointer, other: Pointer): Gesture[] {
  const [was, is] = [spread(before, other), spread(now, other)];
  const [x, y] = [(now.x + other.x) / 2, (now.y + other.y) / 2];
  const moved: Gesture = { type: "pan", dx: (now.x - before.x) / 2, dy: (now.y - before.y) / 2 };
  return was > 0 && is > 0 ? [moved, { type: "zoom", factor: is / was, x, y }] : [moved];
}

function spread(a: Pointer, b: Pointer): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

const LINE_PX = 16;
const ZOOM_PER_PX = 0.0022;
const PINCH_PER_PX = 0.01;

/** A wheel's turn, or a trackpad's pinch, which browsers tell as a wheel with the control key. */
export function wheelFactor(wheel: { deltaY: number; deltaMode: number; ctrlKey: boolean }): number {
  const px = wheel.deltaMode === 1 ? wheel.deltaY * LINE_PX : wheel.deltaMode === 2 ? wheel.deltaY * 400 : wheel.deltaY;
  const factor = Math.exp(-px * (wheel.ctrlKey ? PINCH_PER_PX : ZOOM_PER_PX));
  return Math.min(2, Math.max(0.5, factor));
}
