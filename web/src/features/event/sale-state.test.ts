import { expect, test } from "vitest";
import { saleStateOf, timeLeft } from "./sale-state";

const now = Date.parse("2030-05-01T10:00:00Z");
const [gone, ahead] = ["2030-05-01T09:59:00Z", "2030-05-01T10:01:00Z"];

test.each([
  [{ status: "on_sale", high_demand: false, available: 3 }, "buy"],
  [{ status: "on_sale", high_demand: false, available: 0 }, "all-held"],
  [{ status: "on_sale", high_demand: true, available: 0 }, "join"],
  [{ status: "on_sale", high_demand: true, available: 3, waiting_room: { mode: "always", waiting: 0 } }, "join"],
  [{ status: "on_sale", high_demand: true, available: 3, waiting_room: { mode: "auto", waiting: 7 } }, "join"],
  [{ status: "on_sale", high_demand: true, available: 3, waiting_room: { mode: "auto", waiting: 0 } }, "buy"],
  [{ status: "scheduled", high_demand: true, available: 3, waiting_room: { mode: "auto", waiting: 0 } }, "soon"],
  [{ status: "scheduled", high_demand: false, available: 3 }, "soon"],
  [{ status: "scheduled", high_demand: true, available: 3 }, "join"],
  [{ status: "sold_out", high_demand: true, available: 0 }, "sold-out"],
  [{ status: "off_sale", high_demand: true, available: 3, off_sale_at: gone }, "ended"],
  [{ status: "off_sale", high_demand: true, available: 3, off_sale_at: ahead }, "paused"],
  [{ status: "cancelled", high_demand: true, available: 3 }, "cancelled"],
] as const)("%o asks for %s", (event, state) => expect(saleStateOf({ off_sale_at: ahead, ...event }, now)).toBe(state));

test("time is counted down in its parts, and ends", () => {
  const at = "2026-12-01T10:00:00Z";
  const before = (ms: number) => timeLeft(at, Date.parse(at) - ms);
  expect(before(((26 * 60 + 3) * 60 + 4) * 1000)).toEqual({ days: 1, hours: 2, minutes: 3, seconds: 4 });
  expect(before(1)).toEqual({ days: 0, hours: 0, minutes: 0, seconds: 1 });
  expect(before(0)).toBeNull();
  expect(before(-5)).toBeNull();
});
