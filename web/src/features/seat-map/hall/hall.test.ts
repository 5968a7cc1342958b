import { expect, test } from "vitest";
import { smallHall } from "../testing/small-hall";
import { Grid } from "./grid";
import { areSideBySide, at, NONE } from "./hall";
import { boxOf, contains, convexHull, outlineOf } from "./outline";

const hall = smallHall();

test("a plan is decoded in unit order", () => {
  expect(hall.units).toBe(46);
  expect(hall.seats[7]?.id).toBe("seat_Stalls_B_2");
  expect(at(hall.section, 18)).toBe(1);
  expect(hall.rows[at(hall.row, 20)]?.label).toBe("A");
  expect(at(hall.row, 40)).toBe(NONE);
  expect([at(hall.tier, 0), at(hall.tier, 20), at(hall.tier, 31), at(hall.tier, 40)]).toEqual([0, 1, NONE, 2]);
  expect([...hall.accessible].filter(Boolean)).toHaveLength(2);
  expect(hall.pitch).toBe(25);
});

test("an aisle parts neighbours, and so does the end of a row", () => {
  expect(areSideBySide(hall, 0, 1)).toBe(true);
  expect(areSideBySide(hall, 2, 3)).toBe(false);
  expect(areSideBySide(hall, 5, 6)).toBe(false);
});

test("the grid finds what a look at every seat finds", () => {
  const grid = new Grid(hall);
  for (const [left, top, right, bottom] of [
    [0, 0, 400, 500],
    [60, 110, 120, 160],
    [75, 125, 75, 125],
    [-500, -500, -1, -1],
    [399, 0, 400, 500],
  ] as const) {
    const found: number[] = [];
    grid.within(left, top, right, bottom, (unit) => found.push(unit));
    const all = Array.from({ length: 36 }, (_, unit) => unit).filter((unit) => {
      const [x, y] = [at(hall.x, unit), at(hall.y, unit)];
      return x >= left && x <= right && y >= top && y <= bottom;
    });
    expect(found.sort((a, b) => a - b)).toEqual(all);
  }
});

test("the nearest seat is found within reach, if it counts", () => {
  const grid = new Grid(hall);
  expect(grid.nearest(52, 101, 20)).toBe(0);
  expect(grid.nearest(52, 101, 30, (unit) => unit !== 0)).toBe(1);
  expect(grid.nearest(52, 60, 10)).toBe(-1);
});

test("outlines hold their own seats and no others", () => {
  const outlines = hall.sections.map((section) => outlineOf(hall, section));
  for (let unit = 0; unit < 36; unit += 1) {
    const inside = outlines.map((outline) => contains(outline, at(hall.x, unit), at(hall.y, unit)));
    expect(inside).toEqual([unit < 18, unit >= 18, false]);
  }
});

test("standing room has the area that the plan draws around its name", () => {
  const standing = hall.sections[2];
  if (!standing) throw new Error("the hall has three sections");
  expect(outlineOf(hall, standing).box).toEqual({ left: 20, top: 390, right: 220, bottom: 450 });
});

test("a row alone has a body too", () => {
  const row = { ...hall, rows: hall.rows.slice(0, 1) };
  const [section] = hall.sections;
  if (!section) throw new Error("the hall has sections");
  const outline = outlineOf(row, { ...section, rowEnd: 1 });
  expect(contains(outline, 100, 100)).toBe(true);
  expect(outline.box.bottom - outline.box.top).toBeGreaterThan(25);
});

test("a hull leaves nothing out", () => {
  const points = Array.from({ length: 50 }, (_, index) => ({ x: (index * 37) % 101, y: (index * 53) % 97 }));
  const hull = convexHull(points);
  expect(boxOf(hull)).toEqual(boxOf(points));
  expect(hull.length).toBeLessThan(points.length);
});
