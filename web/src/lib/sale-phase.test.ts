import { expect, test } from "vitest";
import { isPaused, nextLookMs } from "./sale-phase";

const now = Date.parse("2030-05-01T10:00:00Z");
const at = (ms: number) => new Date(now + ms).toISOString();
const sale = (status: "scheduled" | "on_sale" | "off_sale" | "sold_out" | "cancelled", begins = -1, ends = 1) => ({
  status,
  on_sale_at: at(begins * 3600_000),
  off_sale_at: at(ends * 3600_000),
});

test("a sale is paused that is off and whose end hasn't come", () => {
  expect(isPaused(sale("off_sale"), now)).toBe(true);
  expect(isPaused(sale("off_sale", -2, -1), now)).toBe(false);
  expect(isPaused(sale("off_sale", -2, 0), now)).toBe(false);
  expect(isPaused(sale("on_sale"), now)).toBe(false);
  expect(isPaused(sale("cancelled"), now)).toBe(false);
});

test.each([
  [sale("scheduled", -0.001), 0, 1_000],
  [sale("scheduled", 0), 1, 2_000],
  [sale("scheduled", 1), 0.5, 3_601_500],
  [sale("scheduled", 24 * 60), 0.5, 12 * 3600_000],
  [sale("off_sale"), 0, 15_000],
  [sale("off_sale"), 1, 30_000],
  [sale("off_sale", -2, -1), 0.5, false],
  [sale("on_sale"), 0.5, 45_000],
  [sale("sold_out"), 0.5, false],
  [sale("cancelled"), 0.5, false],
] as const)("%o with luck %f is asked for in %o ms", (sale, luck, ms) => expect(nextLookMs(sale, now, luck)).toBe(ms));
