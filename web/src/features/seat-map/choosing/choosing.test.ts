import { expect, test } from "vitest";
import { SOLD } from "@/lib/live/unit-states";
import { rangeOf } from "../describe";
import { Grid } from "../hall/grid";
import { smallHall } from "../testing/small-hall";
import { shortName } from "../use-section-texts";
import { type ChoiceEvent, choose, keepChoice, keptChoice, NO_CHOICE } from "./choice";
import { nextSeat, nextSection } from "./directions";
import { proposeNeighbours } from "./neighbours";
import { wantedUnits } from "./prices";

const hall = smallHall();
const after = (...events: ChoiceEvent[]) => events.reduce(choose, NO_CHOICE);
const toggle = (unit: number): ChoiceEvent => ({ type: "toggle", unit, most: 3 });

test("seats are chosen and given up, and no more than allowed", () => {
  expect(after(toggle(4), toggle(5), toggle(4)).units).toEqual([5]);
  expect(after(toggle(1), toggle(2), toggle(3), toggle(4)).units).toEqual([1, 2, 3]);
});

test("what others take is lost from the choice, and is told until it was seen", () => {
  const lost = after(toggle(1), toggle(2), { type: "taken", units: [2, 9] });
  expect(lost).toMatchObject({ units: [1], lost: { units: [2], among: [1, 2] } });
  const more = choose(lost, { type: "taken", units: [1] });
  expect(more).toMatchObject({ units: [], lost: { units: [2, 1], among: [1, 2] } });
  expect(choose(more, { type: "seen" }).lost).toBeNull();
  expect(after(toggle(1), { type: "taken", units: [7] }).lost).toBeNull();
});

test("one's own claim is no loss, and a refused one is", () => {
  const claiming = after(toggle(1), toggle(2), { type: "claim" }, { type: "taken", units: [1, 2] });
  expect(claiming).toMatchObject({ units: [1, 2], lost: null });
  expect(choose(claiming, toggle(5)).units).toEqual([1, 2]);
  const refused = choose(claiming, { type: "claim_failed", taken: [2] });
  expect(refused).toMatchObject({ units: [1], lost: { units: [2] }, isClaiming: false });
  expect(choose(claiming, { type: "claimed" })).toEqual(NO_CHOICE);
});

test("while a claim's answer is lost nobody was faster, and then others were where one isn't oneself", () => {
  const claimed = after(toggle(1), toggle(2), toggle(3), { type: "claim" }, { type: "claim_unanswered", atMs: 7 });
  expect(claimed).toMatchObject({ isClaiming: false, unsureSince: 7 });
  const heard = choose(claimed, { type: "taken", units: [1, 2] });
  expect(heard).toMatchObject({ units: [1, 2, 3], lost: null });
  const mine = choose(heard, { type: "settled", yours: new Set([1, 2, 3]), taken: [1, 2, 3] });
  expect(mine).toMatchObject({ units: [], lost: null, unsureSince: null });
  const theirs = choose(heard, { type: "settled", yours: new Set(), taken: [2] });
  expect(theirs).toMatchObject({ units: [1, 3], lost: { units: [2] }, unsureSince: null });
});

test("a choice survives a reload, and nonsense in its place doesn't break the page", () => {
  keepChoice(sessionStorage, "evt_a", ["seat_a", "seat_b"]);
  expect(keptChoice(sessionStorage, "evt_a")).toEqual(["seat_a", "seat_b"]);
  keepChoice(sessionStorage, "evt_a", []);
  expect(keptChoice(sessionStorage, "evt_a")).toEqual([]);
  sessionStorage.setItem("admit.choice.evt_a", "{");
  expect(keptChoice(sessionStorage, "evt_a")).toEqual([]);
});

test("proposals are side by side, near, of the same kind and no dearer", () => {
  const states = new Uint8Array(hall.units);
  const prices = [75, 50, 20];
  states[6] = SOLD;
  const proposals = proposeNeighbours(hall, states, { units: [6, 7], prices }, (unit) => unit !== 6);
  expect(proposals).toHaveLength(3);
  // Nearest: the rest of the row's block, then the rows before and behind.
  expect(proposals[0]?.units).toEqual([7, 8]);
  for (const { units } of proposals) {
    expect(units).toHaveLength(2);
    expect(units.every((unit) => states[unit] === 0)).toBe(true);
  }
  // Across the aisle is not side by side.
  expect(proposals.some(({ units }) => units.join() === "8,9")).toBe(false);
});

test("a dearer tier and a wheelchair space are never proposed for a cheap plain seat", () => {
  const states = new Uint8Array(hall.units);
  const proposals = proposeNeighbours(hall, states, { units: [18], prices: [75, 50, 20] }, (unit) => unit !== 18);
  expect(proposals.length).toBeGreaterThan(0);
  expect(proposals.every(({ units }) => units.every((unit) => unit > 18 && unit < 30))).toBe(true);
});

test("nothing is proposed where nothing fits", () => {
  const states = new Uint8Array(hall.units).fill(SOLD);
  expect(proposeNeighbours(hall, states, { units: [1], prices: [1, 1, 1] }, () => true)).toEqual([]);
});

test("arrow keys go where they point, across aisles and between blocks, and back", () => {
  const grid = new Grid(hall);
  expect(nextSeat(hall, grid, 0, "right")).toBe(1);
  expect(nextSeat(hall, grid, 2, "right")).toBe(3);
  expect(nextSeat(hall, grid, 0, "down")).toBe(6);
  expect(nextSeat(hall, grid, 12, "down")).toBe(18);
  expect(nextSeat(hall, grid, 18, "up")).toBe(12);
  expect(nextSeat(hall, grid, 0, "left")).toBe(0);
  expect(nextSection(hall, 0, "down")).toBe(1);
  expect(nextSection(hall, 1, "up")).toBe(0);
  expect(nextSection(hall, 0, "left")).toBe(0);
});

test("filters leave what is asked for", () => {
  expect(wantedUnits(hall, { tiers: new Set(), isAccessible: false })).toBeNull();
  const cheap = wantedUnits(hall, { tiers: new Set([1]), isAccessible: false });
  expect(cheap?.reduce((sum, one) => sum + one, 0)).toBe(12);
  const accessible = wantedUnits(hall, { tiers: new Set([0]), isAccessible: true });
  expect([...(accessible ?? [])].flatMap((one, unit) => (one ? [unit] : []))).toEqual([17]);
});

test("numbers that follow on each other are said as a range", () => {
  expect(rangeOf(["12", "13", "14"])).toBe("12–14");
  expect(rangeOf(["12", "14"])).toBe("12, 14");
  expect(rangeOf(["7"])).toBe("7");
  expect(shortName("Section 101")).toBe("101");
  expect(shortName("Floor A")).toBe("A");
  expect(shortName("Upper Circle")).toBe("Upper Circle");
});
