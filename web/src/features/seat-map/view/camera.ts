/** What part of the plan is seen, and how large. Pure: each change gives a new camera. Lengths on screen are CSS pixels. */
import type { Box } from "../hall/outline";

export interface Camera {
  /** The point of the plan in the middle of the screen. */
  x: number;
  y: number;
  /** Pixels for each unit of length of the plan. */
  scale: number;
}

export interface Screen {
  width: number;
  height: number;
}

/** How far the camera may go: the plan's size, and the distance of seats, which says what is too near. */
export interface Bounds {
  width: number;
  height: number;
  pitch: number;
}

/** A seat never gets larger than this. */
const SEAT_PX_MAX = 56;
const FIT_MARGIN = 0.94;
const LEAST_OF_FIT = 0.7;

export function fitScale(bounds: Bounds, screen: Screen): number {
  return Math.min(screen.width / bounds.width, screen.height / bounds.height) * FIT_MARGIN;
}

export function fitAll(bounds: Bounds, screen: Screen): Camera {
  return { x: bounds.width / 2, y: bounds.height / 2, scale: fitScale(bounds, screen) };
}

export function fitBox(box: Box, bounds: Bounds, screen: Screen, seatPxMax = SEAT_PX_MAX): Camera {
  const [width, height] = [Math.max(box.right - box.left, 1), Math.max(box.bottom - box.top, 1)];
  const scale = Math.min(screen.width / width, screen.height / height) * FIT_MARGIN;
  return limit(
    { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2, scale: Math.min(scale, seatPxMax / bounds.pitch) },
    bounds,
    screen,
  );
}

export function pan(camera: Camera, dx: number, dy: number): Camera {
  return { ...camera, x: camera.x - dx / camera.scale, y: camera.y - dy / camera.scale };
}

/** Zooms so that what is under the point of the screen stays there. */
export function zoomAt(camera: Camera, factor: number, px: number, py: number, bounds: Bounds, screen: Screen): Camera {
  const scale = clampScale(camera.scale * factor, bounds, screen);
  const [fromX, fromY] = [px - screen.width / 2, py - screen.height / 2];
  return {
    x: camera.x + fromX / camera.scale - fromX / scale,
    y: camera.y + fromY / camera.scale - fromY / scale,
    scale,
  };
}

/** Back to where there is something to see. */
export function limit(camera: Camera, bounds: Bounds, screen: Screen): Camera {
  const scale = clampScale(camera.scale, bounds, screen);
  const within = (value: number, size: number, seen: number) => {
    // What is smaller than the screen stays in the middle; beside what is larger, a quarter of the screen may be empty.
    const hidden = Math.max(0, size - seen);
    const slack = hidden / 2 + Math.min(hidden, seen * 0.25);
    return Math.min(size / 2 + slack, Math.max(size / 2 - slack, value));
  };
  return {
    x: within(camera.x, bounds.width, screen.width / scale),
    y: within(camera.y, bounds.height, screen.height / scale),
    scale,
  };
}

export function clampScale(scale: number, bounds: Bounds, screen: Screen): number {
  const fit = fitScale(bounds, screen);
  const most = Math.max(SEAT_PX_MAX / bounds.pitch, fit);
  return Math.min(most, Math.max(fit * LEAST_OF_FIT, scale));
}

/** The camera for a screen of another size on which everything stays where it is, seen from the upper left corner. */
export function keepCorner(camera: Camera, before: Screen, now: Screen): Camera {
  return {
    ...camera,
    x: camera.x + (now.width - before.width) / 2 / camera.scale,
    y: camera.y + (now.height - before.height) / 2 / camera.scale,
  };
}

export function toPlan(camera: Camera, screen: Screen, px: number, py: number): { x: number; y: number } {
  return {
    x: camera.x + (px - screen.width / 2) / camera.scale,
    y: camera.y + (py - screen.height / 2) / camera.scale,
  };
}

export function toScreen(camera: Camera, screen: Screen, x: number, y: number): { x: number; y: number } {
  return {
    x: (x - camera.x) * camera.scale + screen.width / 2,
    y: (y - camera.y) * camera.scale + screen.height / 2,
  };
}

/** The box of the plan that is seen. */
export function seen(camera: Camera, screen: Screen): Box {
  const [halfWidth, halfHeight] = [screen.width / camera.scale / 2, screen.height / camera.scale / 2];
  return {
    left: camera.x - halfWidth,
    top: camera.y - halfHeight,
    right: camera.x + halfWidth,
    bottom: camera.y + halfHeight,
  };
}

/** On the way from one camera to another, `t` from 0 to 1: zooming is even to the eye, and the target comes nearer all the time. */
export function between(from: Camera, to: Camera, t: number): Camera {
  const eased = t < 0.5 ? 4 * t ** 3 : 1 - (-2 * t + 2) ** 3 / 2;
  const scale = from.scale * (to.scale / from.scale) ** eased;
  // Along a straight line on the screen at the scale reached: without this a zoom in swings past its target.
  const span = to.scale - from.scale;
  const way = Math.abs(span) < from.scale * 1e-6 ? eased : ((scale - from.scale) * to.scale) / (span * scale);
  return { x: from.x + (to.x - from.x) * way, y: from.y + (to.y - from.y) * way, scale };
}
