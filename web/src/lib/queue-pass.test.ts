import { beforeEach, expect, test } from "vitest";
import { dropPass, keepPass, keptPass, passEndsAtMs } from "./queue-pass";

beforeEach(() => sessionStorage.clear());

test("a pass is kept with its end, for its event alone", () => {
  keepPass("evt_a", "pass-1", "2030-05-01T10:00:00Z");
  expect(keptPass("evt_a")).toBe("pass-1");
  expect(passEndsAtMs("evt_a")).toBe(Date.parse("2030-05-01T10:00:00Z"));
  expect(passEndsAtMs("evt_b")).toBeNull();
});

test("a newer pass without an end doesn't have that of an older one, nor does a pass that was dropped", () => {
  keepPass("evt_a", "pass-1", "2030-05-01T10:00:00Z");
  keepPass("evt_a", "pass-2", null);
  expect(passEndsAtMs("evt_a")).toBeNull();
  keepPass("evt_a", "pass-3", "2030-05-01T10:00:00Z");
  dropPass("evt_a");
  expect([keptPass("evt_a"), passEndsAtMs("evt_a")]).toEqual([null, null]);
});
