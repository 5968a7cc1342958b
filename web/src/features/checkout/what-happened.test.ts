import { describe, expect, test } from "vitest";
import { ApiProblem, NoAnswer } from "@/api/problem";
import { happeningOfError } from "./what-happened";

const problem = (
  status: number,
  code: string,
  extra: Record<string, unknown> = {},
  retryAfterS: number | null = null,
) => new ApiProblem(status, code, "", [], retryAfterS, extra);

describe("what an error means for the checkout", () => {
  test.each([
    [new NoAnswer("lost"), { type: "no-answer", retryAfterMs: null }],
    [problem(402, "payment_declined", { reason: "card_declined" }), { type: "declined", reason: "card_declined" }],
    [problem(409, "hold_completed", { order_id: "ord_1" }), { type: "paid", orderId: "ord_1" }],
    [problem(409, "hold_in_checkout"), { type: "in-checkout" }],
    [problem(409, "request_in_progress"), { type: "no-answer", retryAfterMs: 1000 }],
    [problem(410, "hold_expired"), { type: "hold-ended" }],
    [problem(409, "too_many_attempts"), { type: "stopped", code: "too_many_attempts" }],
    [problem(401, "not_signed_in"), { type: "signed-out" }],
    [problem(422, "invalid"), { type: "refused", fields: [] }],
    [problem(503, "busy", {}, 2), { type: "no-answer", retryAfterMs: 2000 }],
    [problem(500, "internal"), { type: "no-answer", retryAfterMs: null }],
    [problem(429, "rate_limited", {}, 7), { type: "no-answer", retryAfterMs: 7000 }],
    [problem(418, "teapot"), { type: "failed" }],
    [new TypeError("a defect"), { type: "failed" }],
  ])("%s", (error, happening) => expect(happeningOfError(error)).toEqual(happening));
});
