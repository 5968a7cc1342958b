import { describe, expect, test } from "vitest";
import { Merge } from "./merge";
import type { Run, SeatsFrame } from "./messages";
import type { FetchedStates } from "./unit-states";
import type { Version } from "./version";

const EVENT = "evt_x";
const at = (number: number, epoch = 1): Version => ({ epoch, number });
const frame = (from: number, to: number, changes: Run[]): SeatsFrame => ({
  type: "seats",
  event_id: EVENT,
  from: at(from),
  version: at(to),
  changes,
  sections: [],
});
const fetched = (number: number, states: number[]): FetchedStates => ({
  version: at(number),
  states: Uint8Array.from(states),
});
const snapshot = (version: Version) => ({ type: "snapshot" as const, event_id: EVENT, version, sections: [] });

function begun(number: number, states: number[]): Merge {
  const merge = new Merge();
  expect(merge.begin()).toBe("fetch");
  expect(merge.fetched(fetched(number, states))).toBe("nothing");
  return merge;
}

test("frames that follow on each other are applied, and say what changed", () => {
  const merge = begun(5, [0, 0, 0, 0]);
  expect(merge.frame(frame(5, 6, [[1, 2, 1]]))).toBe("nothing");
  expect(merge.frame(frame(6, 7, [[2, 1, 0]]))).toBe("nothing");
  expect([...(merge.units?.states ?? [])]).toEqual([0, 1, 0, 0]);
  expect(merge.takeChanges()).toEqual([
    { unit: 1, before: 0, now: 1 },
    { unit: 2, before: 0, now: 1 },
    { unit: 2, before: 1, now: 0 },
  ]);
  expect(merge.takeChanges()).toEqual([]);
});

test("a frame that begins before what is known is applied, one that ends before it is not", () => {
  const merge = begun(5, [0, 1]);
  expect(merge.frame(frame(3, 8, [[0, 1, 2]]))).toBe("nothing");
  expect(merge.version).toEqual(at(8));
  expect(merge.frame(frame(4, 7, [[0, 1, 0]]))).toBe("nothing");
  expect([...(merge.units?.states ?? [])]).toEqual([2, 1]);
});

test("a frame after a gap isn't applied, and the states are fetched once", () => {
  const merge = begun(5, [0, 0]);
  expect(merge.frame(frame(7, 8, [[0, 1, 1]]))).toBe("fetch");
  expect(merge.frame(frame(8, 9, [[1, 1, 1]]))).toBe("nothing");
  expect([...(merge.units?.states ?? [])]).toEqual([0, 0]);
  expect(merge.fetched(fetched(8, [1, 0]))).toBe("nothing");
  expect([...(merge.units?.states ?? [])]).toEqual([1, 1]);
  expect(merge.version).toEqual(at(9));
});

test("a cache on the way that answers with less than is known of is asked again", () => {
  const merge = begun(5, [0]);
  expect(merge.snapshot(snapshot(at(9)))).toBe("fetch");
  expect(merge.fetched(fetched(7, [1]))).toBe("fetch");
  expect(merge.fetched(fetched(9, [2]))).toBe("nothing");
  expect([...(merge.units?.states ?? [])]).toEqual([2]);
});

test("a snapshot of what is known already asks for nothing", () => {
  const merge = begun(5, [0]);
  expect(merge.snapshot(snapshot(at(5)))).toBe("nothing");
});

test("a restored backup is newer, whatever its number", () => {
  const merge = begun(50, [2, 2]);
  expect(merge.snapshot(snapshot(at(3, 2)))).toBe("fetch");
  expect(merge.fetched({ version: at(3, 2), states: Uint8Array.from([0, 2]) })).toBe("nothing");
  expect([...(merge.units?.states ?? [])]).toEqual([0, 2]);
  expect(merge.takeChanges()).toEqual([{ unit: 0, before: 2, now: 0 }]);
});

test("runs beyond the plan's end are not written", () => {
  const merge = begun(5, [0, 0]);
  expect(merge.frame(frame(5, 6, [[1, 5, 1]]))).toBe("fetch");
  expect([...(merge.units?.states ?? [])]).toEqual([0, 0]);
});

test("more frames than are kept while fetching end in another fetch, not in a wrong map", () => {
  const merge = new Merge();
  merge.begin();
  for (let version = 1; version <= 100; version += 1) merge.frame(frame(version, version + 1, [[0, 1, version % 3]]));
  expect(merge.fetched(fetched(10, [0]))).toBe("fetch");
  expect(merge.fetched(fetched(101, [2]))).toBe("nothing");
  expect([...(merge.units?.states ?? [])]).toEqual([2]);
});

test("after a failed fetch the next one is asked for", () => {
  const merge = new Merge();
  merge.begin();
  merge.failed();
  expect(merge.begin()).toBe("fetch");
});

/** A small generator, so that a failing run can be replayed from its seed. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

describe("a network that loses, repeats, merges and delays", () => {
  test.each(Array.from({ length: 60 }, (_, seed) => seed))("never leaves a wrong map behind (seed %i)", (seed) => {
    const below = numbers(seed + 1);
    const units = 12;
    const history: Uint8Array[] = [new Uint8Array(units)];
    for (let version = 1; version <= 80; version += 1) {
      const next = history[version - 1]?.slice() ?? new Uint8Array(units);
      next[below(units)] = below(4);
      history.push(next);
    }
    const framed = (from: number, to: number) => {
      const changes: Run[] = [];
      for (let unit = 0; unit < units; unit += 1) {
        const now = history[to]?.[unit] ?? 0;
        const isTouched = history.slice(from, to + 1).some((states) => states[unit] !== history[from]?.[unit]);
        // Frames say what units are; they may be wider than what changed.
        if (isTouched || below(6) === 0) changes.push([unit, 1, now]);
      }
      return frame(from, to, changes);
    };
    const answer = (version: number) => fetched(version, [...(history[version] ?? [])]);
    const merge = new Merge();
    let pending = merge.begin() === "fetch";
    let told = 0;
    while (told < 80) {
      const to = Math.min(80, told + 1 + below(5));
      const from = Math.max(0, told - below(3));
      told = to;
      if (below(4) !== 0 && merge.frame(framed(from, to)) === "fetch") pending = true;
      if (below(10) === 0 && merge.snapshot(snapshot(at(told))) === "fetch") pending = true;
      if (pending && below(3) === 0) pending = merge.fetched(answer(Math.max(0, told - below(6)))) === "fetch";
      const { version } = merge;
      if (version) expect([...(merge.units?.states ?? [])]).toEqual([...(history[version.number] ?? [])]);
    }
    for (let round = 0; round < 5 && (pending || !merge.isCurrent); round += 1) {
      merge.failed();
      merge.begin();
      pending = merge.fetched(answer(80)) === "fetch";
    }
    expect(merge.snapshot(snapshot(at(80))) === "fetch" ? merge.fetched(answer(80)) : "nothing").toBe("nothing");
    expect([...(merge.units?.states ?? [])]).toEqual([...(history[80] ?? [])]);
  });
});
