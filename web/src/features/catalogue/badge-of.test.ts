import { expect, test } from "vitest";
import { badgeOf, isOver } from "./badge-of";

const now = Date.parse("2030-05-01T10:00:00Z");
const [gone, ahead] = ["2030-05-01T09:59:00Z", "2030-05-01T10:01:00Z"];

test.each([
  [{ status: "on_sale", high_demand: false, available: 500 }, "onSale"],
  [{ status: "on_sale", high_demand: true, available: 500 }, "highDemand"],
  [{ status: "on_sale", high_demand: true, available: 20 }, "almostGone"],
  [{ status: "on_sale", high_demand: false, available: 21 }, "onSale"],
  [{ status: "on_sale", high_demand: false, available: 0 }, "allHeld"],
  [{ status: "sold_out", high_demand: true, available: 0 }, "soldOut"],
  [{ status: "scheduled", high_demand: true, available: 500 }, "from"],
  [{ status: "off_sale", high_demand: false, available: 3, off_sale_at: gone }, "ended"],
  [{ status: "off_sale", high_demand: false, available: 3, off_sale_at: ahead }, "paused"],
  [{ status: "cancelled", high_demand: true, available: 3 }, "cancelled"],
] as const)("%o is %s", (event, word) => expect(badgeOf({ off_sale_at: ahead, ...event }, now)).toBe(word));

test("a paused sale isn't over", () => {
  expect((["paused", "allHeld", "from", "ended", "soldOut", "cancelled"] as const).map(isOver)).toEqual([
    false,
    false,
    false,
    true,
    true,
    true,
  ]);
});
