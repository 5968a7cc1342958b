import { expect, test } from "vitest";
import { type Gesture, Gestures, wheelFactor } from "./gestures";

const at = (id: number, x: number, y: number, time: number, isTouch = true) => ({ id, x, y, at: time, isTouch });
const types = (gestures: Gesture[]) => gestures.map((gesture) => gesture.type);

test("a short press that hardly moves is a tap", () => {
  const gestures = new Gestures();
  gestures.press(at(1, 100, 100, 0));
  expect(gestures.move(at(1, 104, 103, 40))).toEqual([]);
  expect(gestures.release(at(1, 104, 103, 80))).toEqual([{ type: "tap", x: 104, y: 103, isTouch: true }]);
});

test("two taps at one place are a double tap; a third begins anew", () => {
  const gestures = new Gestures();
  const tap = (time: number) => {
    gestures.press(at(1, 50, 50, time));
    return types(gestures.release(at(1, 50, 50, time + 30)));
  };
  expect([tap(0), tap(150), tap(300)]).toEqual([["tap"], ["double_tap"], ["tap"]]);
});

test("a drag carries the map along without a jump at its start, and a stop before letting go throws nothing", () => {
  const gestures = new Gestures();
  gestures.press(at(1, 0, 0, 0));
  expect(gestures.move(at(1, 20, 0, 16))).toEqual([{ type: "pan", dx: 0, dy: 0 }]);
  expect(gestures.move(at(1, 30, 5, 32))).toEqual([{ type: "pan", dx: 10, dy: 5 }]);
  expect(gestures.release(at(1, 30, 5, 500))).toEqual([]);
});

test("letting go in motion throws the map on", () => {
  const gestures = new Gestures();
  gestures.press(at(1, 0, 0, 0));
  for (let step = 1; step <= 8; step += 1) gestures.move(at(1, step * 16, 0, step * 16));
  const [fling] = gestures.release(at(1, 128, 0, 130));
  expect(fling).toMatchObject({ type: "fling", vy: 0 });
  expect(fling?.type === "fling" && fling.vx).toBeGreaterThan(0.8);
});

test("two fingers zoom about their middle, and lifting one doesn't throw or tap", () => {
  const gestures = new Gestures();
  gestures.press(at(1, 100, 100, 0));
  gestures.press(at(2, 200, 100, 5));
  const moved = gestures.move(at(2, 300, 100, 20));
  expect(moved).toEqual([
    { type: "pan", dx: 50, dy: 0 },
    { type: "zoom", factor: 2, x: 200, y: 100 },
  ]);
  expect(gestures.release(at(2, 300, 100, 30))).toEqual([]);
  expect(gestures.release(at(1, 100, 100, 40))).toEqual([]);
});

test("a wheel zooms in small even steps, whatever unit it counts in", () => {
  const inwards = wheelFactor({ deltaY: -100, deltaMode: 0, ctrlKey: false });
  const outwards = wheelFactor({ deltaY: 100, deltaMode: 0, ctrlKey: false });
  expect(inwards * outwards).toBeCloseTo(1);
  expect(wheelFactor({ deltaY: -3, deltaMode: 1, ctrlKey: false })).toBeGreaterThan(1);
  expect(wheelFactor({ deltaY: -10_000, deltaMode: 0, ctrlKey: false })).toBeLessThanOrEqual(2);
});
