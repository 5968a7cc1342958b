/** Moves the camera over time: to a target, or on by its own speed until that is spent. Pure but for the cameras it keeps. */
import { type Bounds, between, type Camera, limit, pan, type Screen } from "./camera";

const FLIGHT_MS = 420;
/** How much of its speed a thrown map keeps in a millisecond. */
const FRICTION = 0.9955;
const STILL = 0.02;

export class Motion {
  private flight: { from: Camera; to: Camera; since: number } | null = null;
  private fling: { vx: number; vy: number; at: number } | null = null;

  constructor(private readonly isReduced: () => boolean) {}

  get isMoving(): boolean {
    return this.flight !== null || this.fling !== null;
  }

  /** The camera to go on with at once: the target itself for readers who asked for less motion. */
  flyTo(from: Camera, to: Camera, now: number): Camera {
    this.stop();
    if (this.isReduced()) return to;
    this.flight = { from, to, since: now };
    return from;
  }

  throw(vx: number, vy: number, now: number): void {
    this.stop();
    if (!this.isReduced()) this.fling = { vx, vy, at: now };
  }

  stop(): void {
    this.flight = null;
    this.fling = null;
  }

  /** Where the camera is now. */
  step(camera: Camera, now: number, bounds: Bounds, screen: Screen): Camera {
    if (this.flight) {
      const { from, to, since } = this.flight;
      const t = Math.min(1, Math.max(0, (now - since) / FLIGHT_MS));
      if (t === 1) this.flight = null;
      return t === 1 ? to : between(from, to, t);
    }
    if (!this.fling) return camera;
    const { vx, vy, at } = this.fling;
    const time = Math.min(64, Math.max(0, now - at));
    const kept = FRICTION ** time;
    const next = limit(pan(camera, vx * time, vy * time), bounds, screen);
    const isStill = Math.hypot(vx * kept, vy * kept) < STILL;
    this.fling = isStill ? null : { vx: vx * kept, vy: vy * kept, at: now };
    return next;
  }
}
