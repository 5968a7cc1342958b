import { expect, test } from "vitest";
import { duration } from "./duration";

test.each([
  [120_000, "2 minutes", "2 Minuten"],
  [119_001, "2 minutes", "2 Minuten"],
  [100_000, "1 minute 40 seconds", "1 Minute 40 Sekunden"],
  [61_000, "1 minute 1 second", "1 Minute 1 Sekunde"],
  [8_400, "9 seconds", "9 Sekunden"],
  [0, "0 seconds", "0 Sekunden"],
])("%i ms in words", (ms, english, german) => {
  expect([duration("en", ms), duration("de", ms)]).toEqual([english, german]);
});
