import { describe, expect, test } from "vitest";
import { ApiProblem } from "@/api/problem";
import { claimFailureText, claimTexts } from "./claim-texts";

const { en, de } = claimTexts;
const said = (status: number, code: string, extra: Record<string, unknown> = {}) =>
  claimFailureText(en, new ApiProblem(status, code, "", [], null, extra), "en-US");

/** Every code that `reserve` answers with, as the program's `codes.rs` has them. */
const CODES: [number, string][] = [
  [403, "pass_invalid"],
  [403, "pass_not_yours"],
  [403, "waiting_room_required"],
  [409, "all_held"],
  [409, "event_cancelled"],
  [409, "hold_limit"],
  [409, "none_together"],
  [409, "not_enough_left"],
  [409, "not_on_sale"],
  [409, "request_in_progress"],
  [409, "sold_out"],
  [410, "pass_expired"],
  [422, "no_match"],
  [422, "single_seat_left"],
  [429, "rate_limited"],
  [503, "busy"],
  [503, "unavailable"],
  [500, "internal"],
];

describe("why a claim came to nothing", () => {
  test.each(CODES)("%i %s is said in words of its own, in every language", (status, code) => {
    const problem = new ApiProblem(status, code, "", [], null, {});
    expect(claimFailureText(en, problem, "en-US")).not.toBe(en.other);
    expect(claimFailureText(de, problem, "de-DE")).not.toBe(de.other);
  });

  test("what the program adds is said", () => {
    expect(said(409, "not_enough_left", { available: 1 })).toBe("Only 1 place is free now.");
    expect(said(409, "not_enough_left", { available: 3 })).toBe("Only 3 places are free now.");
    expect(said(409, "not_on_sale", { on_sale_at: "2031-06-01T18:00:00Z" })).toMatch(/goes on sale .*2031/);
    expect(said(409, "hold_limit", { limit: "tickets_per_order", max: 1 })).toContain("at most 1 ticket.");
    expect(said(409, "hold_limit", { limit: "tickets_per_buyer", max: 8 })).toContain("8 tickets a buyer");
    expect(said(409, "hold_limit", { limit: "open_holds", max: 3 })).toContain("3 open holds");
    expect(said(409, "hold_limit", { limit: "something_new", max: 3 })).toBe(en.hold_limit);
  });

  test("without an answer, and with one that nobody foresaw", () => {
    expect(claimFailureText(en, "offline", "en-US")).toBe(en.offline);
    expect(said(418, "teapot")).toBe(en.other);
    expect(said(409, "limits")).toBe(en.other);
  });
});
