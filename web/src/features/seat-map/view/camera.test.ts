import { expect, test } from "vitest";
import { between, fitAll, fitBox, keepCorner, limit, pan, seen, toPlan, toScreen, zoomAt } from "./camera";
import { Motion } from "./motion";

const bounds = { width: 12_000, height: 10_000, pitch: 25 };
const screen = { width: 1_000, height: 800 };
const whole = fitAll(bounds, screen);

test("everything fits", () => {
  const box = seen(whole, screen);
  expect(box.left).toBeLessThanOrEqual(0);
  expect(box.top).toBeLessThanOrEqual(0);
  expect(box.right).toBeGreaterThanOrEqual(bounds.width);
  expect(box.bottom).toBeGreaterThanOrEqual(bounds.height);
});

test("zooming keeps what is under the pointer under it", () => {
  const before = toPlan(whole, screen, 130, 700);
  const nearer = zoomAt(whole, 3, 130, 700, bounds, screen);
  const after = toPlan(nearer, screen, 130, 700);
  expect(after.x).toBeCloseTo(before.x, 6);
  expect(after.y).toBeCloseTo(before.y, 6);
});

test("neither too near nor too far, and never out of the hall", () => {
  expect(zoomAt(whole, 1e9, 0, 0, bounds, screen).scale * bounds.pitch).toBeCloseTo(56);
  expect(zoomAt(whole, 1e-9, 0, 0, bounds, screen).scale).toBeGreaterThan(whole.scale / 2);
  const lost = limit({ x: 1e9, y: -1e9, scale: 1 }, bounds, screen);
  expect(lost.x).toBeLessThanOrEqual(bounds.width);
  expect(lost.y).toBeGreaterThanOrEqual(0);
  // What is smaller than the screen stays in its middle.
  expect(limit({ ...whole, x: 0 }, bounds, screen).x).toBeCloseTo(bounds.width / 2);
});

test("screen and plan lead back to each other, and panning follows the finger", () => {
  const camera = { x: 500, y: 700, scale: 1.7 };
  const point = toScreen(camera, screen, 444, 555);
  const back = toPlan(camera, screen, point.x, point.y);
  expect(back.x).toBeCloseTo(444);
  expect(back.y).toBeCloseTo(555);
  const moved = toScreen(pan(camera, 30, -20), screen, 444, 555);
  expect(moved.x - point.x).toBeCloseTo(30);
  expect(moved.y - point.y).toBeCloseTo(-20);
});

test("on a screen of another size everything stays where it was", () => {
  const camera = { x: 500, y: 700, scale: 1.7 };
  const smaller = { width: 1_000, height: 620 };
  const [was, is] = [
    toScreen(camera, screen, 480, 650),
    toScreen(keepCorner(camera, screen, smaller), smaller, 480, 650),
  ];
  expect([is.x, is.y]).toEqual([expect.closeTo(was.x), expect.closeTo(was.y)]);
});

test("a box is shown whole", () => {
  const camera = fitBox({ left: 1_000, top: 1_000, right: 1_600, bottom: 1_300 }, bounds, screen);
  const box = seen(camera, screen);
  expect(box.left).toBeLessThanOrEqual(1_000);
  expect(box.right).toBeGreaterThanOrEqual(1_600);
});

test("a flight begins where one is, ends where one goes, and its target never leaves the screen", () => {
  const to = fitBox({ left: 9_000, top: 8_000, right: 9_600, bottom: 8_300 }, bounds, screen);
  expect(between(whole, to, 0)).toEqual(expect.objectContaining({ scale: whole.scale }));
  const end = between(whole, to, 1);
  expect([end.x, end.y, end.scale]).toEqual([
    expect.closeTo(to.x, 6),
    expect.closeTo(to.y, 6),
    expect.closeTo(to.scale, 9),
  ]);
  for (let t = 0; t <= 1; t += 0.05) {
    const spot = toScreen(between(whole, to, t), screen, to.x, to.y);
    expect(spot.x).toBeGreaterThanOrEqual(0);
    expect(spot.x).toBeLessThanOrEqual(screen.width);
  }
});

test("a thrown map comes to rest, and whoever wants no motion gets none", () => {
  const motion = new Motion(() => false);
  motion.throw(2, 0, 0);
  let camera = { x: 6_000, y: 5_000, scale: 1 };
  let time = 0;
  for (; motion.isMoving && time < 10_000; time += 16) camera = motion.step(camera, time, bounds, screen);
  expect(motion.isMoving).toBe(false);
  expect(camera.x).toBeLessThan(5_800);
  const still = new Motion(() => true);
  expect(still.flyTo(camera, whole, 0)).toBe(whole);
  still.throw(5, 5, 0);
  expect(still.isMoving).toBe(false);
});
