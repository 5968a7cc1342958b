import { describe, expect, test } from "vitest";
import { clockFace, spanMs, urgencyOf } from "./countdown";

describe("a hold's countdown", () => {
  test.each([
    [600_000, "10:00"],
    [599_001, "10:00"],
    [599_000, "9:59"],
    [61_000, "1:01"],
    [1, "0:01"],
    [0, "0:00"],
    [-5_000, "0:00"],
  ])("%i ms are shown as %s", (leftMs, shown) => expect(clockFace(leftMs)).toBe(shown));

  test.each([
    [120_001, "calm"],
    [120_000, "warning"],
    [1, "warning"],
    [0, "ended"],
    [-1, "ended"],
  ])("%i ms are %s", (leftMs, urgency) => expect(urgencyOf(leftMs)).toBe(urgency));

  test("is a part of what the event gives, and of the extension", () => {
    expect(spanMs({ extendable: true }, { hold_s: 240 })).toBe(240_000);
    expect(spanMs({ extendable: false }, { hold_s: 240 })).toBe(540_000);
  });
});
