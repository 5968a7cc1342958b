import { expect, test } from "vitest";
import { AVAILABLE, BLOCKED, HELD, SOLD } from "@/lib/live/unit-states";
import { smallHall } from "../testing/small-hall";
import { Kind, kindOf, look, lookOf, shapeOf, tierOf } from "./looks";
import { readableOn } from "./painter";
import { paletteOf } from "./palette";
import { Pixels } from "./sprites";

const hall = smallHall();
const NOBODY = { chosen: new Set<number>(), yours: new Set<number>(), wanted: null };
const kind = (unit: number, state: number, marks = {}) => kindOf(lookOf(hall, unit, state, { ...NOBODY, ...marks }));

test("what a unit is decides how it looks, and one's own comes first", () => {
  expect(kind(0, AVAILABLE)).toBe(Kind.free);
  expect(kind(17, AVAILABLE)).toBe(Kind.freeAccessible);
  expect(kind(0, HELD)).toBe(Kind.held);
  expect(kind(0, SOLD)).toBe(Kind.sold);
  expect(kind(0, BLOCKED)).toBe(Kind.closed);
  expect(kind(31, AVAILABLE)).toBe(Kind.closed);
  expect(kind(0, AVAILABLE, { chosen: new Set([0]) })).toBe(Kind.chosen);
  expect(kind(0, HELD, { yours: new Set([0]) })).toBe(Kind.yours);
  expect(kind(0, AVAILABLE, { wanted: new Uint8Array(46) })).toBe(Kind.passedOver);
  expect(kind(0, SOLD, { wanted: new Uint8Array(46) })).toBe(Kind.sold);
});

test("a look keeps its kind and its tier apart", () => {
  expect([kindOf(look(Kind.yours, 63)), tierOf(look(Kind.yours, 63))]).toEqual([Kind.yours, 63]);
});

test("neighbouring tiers differ in shape and in colour, and colours stand out from both grounds", () => {
  for (const theme of ["light", "dark"]) {
    const palette = paletteOf(theme);
    expect(new Set(palette.tiers).size).toBe(palette.tiers.length);
    for (const color of [...palette.tiers, palette.held, palette.yours]) {
      expect(contrast(color, palette.ground), `${theme} ${color}`).toBeGreaterThan(3);
      expect(contrast(color, palette.plate), `${theme} ${color}`).toBeGreaterThan(3);
    }
    for (const color of palette.tiers) expect(contrast(color, palette.onTier), color).toBeGreaterThan(4);
  }
  expect(new Set([0, 1, 2, 3, 4].map(shapeOf)).size).toBe(5);
});

test("a sprite is cut off at the edges and blended over what is there", () => {
  const pixels = new Pixels(4, 4);
  const sprite = { side: 2, pixels: Uint32Array.from([0xff0000ff, 0x800000ff, 0, 0xff00ff00]) };
  pixels.put(sprite, -1, -1);
  pixels.put(sprite, 3, 3);
  const seen = new Uint32Array(pixels.image.data.buffer);
  expect(seen[0]).toBe(0xff00ff00);
  expect(seen[15]).toBe(0xff0000ff);
  pixels.put({ side: 1, pixels: Uint32Array.from([0x80ffffff]) }, 0, 0);
  expect([...pixels.image.data.slice(0, 4)]).toEqual([128, 255, 128, 255]);
});

test("texts on a plan's own colours can be read", () => {
  expect(readableOn("#334155")).toBe("#ffffff");
  expect(readableOn("#d9f2dc")).toBe("#101010");
});

function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((one, other) => other - one);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

function luminance(color: string): number {
  const parts = [1, 3, 5].map((from) => Number.parseInt(color.slice(from, from + 2), 16) / 255);
  const [red, green, blue] = parts.map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0);
}
