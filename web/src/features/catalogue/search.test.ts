import { describe, expect, test } from "vitest";
import { filterCount, readSearch, sortOf, toQuery } from "./search";

describe("the search in the address", () => {
  test("what can be meant is read", () => {
    const raw = { q: "hamlet", category: "theatre", from: "2026-12-01", max: 50, sort: "-price" };
    expect(readSearch(raw)).toEqual(raw);
  });

  test("what can't be meant is left out, and the rest stays", () => {
    const raw = { q: "", category: "opera", from: "tomorrow", max: -3, sort: "best", status: "on_sale", evil: "1" };
    expect(readSearch(raw)).toEqual({ status: "on_sale" });
  });

  test("digits looked for are words", () => expect(readSearch({ q: 1984 })).toEqual({ q: "1984" }));

  test("matches come first where something is looked for, unless another order was chosen", () => {
    expect(sortOf({})).toBe("starts_at");
    expect(sortOf({ q: "choir" })).toBe("relevance");
    expect(sortOf({ q: "choir", sort: "price" })).toBe("price");
  });

  test("prices go out in the smallest unit", () => {
    expect(toQuery({ max: 50, city: "London" })).toEqual({ city: "London", sort: "starts_at", max_price: 5000 });
  });

  test("a span of days is one filter", () =>
    expect(filterCount({ from: "2026-12-01", to: "2026-12-02", max: 5 })).toBe(2));
});
