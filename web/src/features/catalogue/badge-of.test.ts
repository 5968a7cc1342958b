import { expect, test } from "vitest";
import { badgeOf } from "./badge-of";

test.each([
  [{ status: "on_sale", high_demand: false, available: 500 }, "onSale"],
  [{ status: "on_sale", high_demand: true, available: 500 }, "highDemand"],
  [{ status: "on_sale", high_demand: true, available: 20 }, "almostGone"],
  [{ status: "on_sale", high_demand: false, available: 21 }, "onSale"],
  [{ status: "on_sale", high_demand: false, available: 0 }, "allHeld"],
  [{ status: "sold_out", high_demand: true, available: 0 }, "soldOut"],
  [{ status: "scheduled", high_demand: true, available: 500 }, "from"],
  [{ status: "off_sale", high_demand: false, available: 3 }, "ended"],
  [{ status: "cancelled", high_demand: true, available: 3 }, "cancelled"],
] as const)("%o is %s", (event, word) => expect(badgeOf(event)).toBe(word));
