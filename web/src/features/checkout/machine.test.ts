import { describe, expect, test } from "vitest";
import { type CheckoutState, type Happening, START, step } from "./machine";

const attempt = {
  holdId: "hld_1",
  payment: { method: "upi", vpa: "success@upi" } as const,
  idempotencyKey: "key-1",
};
const other = { ...attempt, idempotencyKey: "key-2" };
const reached = (...happenings: Happening[]): CheckoutState => happenings.reduce(step, START);
const editing: Happening = { type: "hold-open" };
const submit: Happening = { type: "submit", attempt };

describe("the checkout", () => {
  test("pays an open hold", () => {
    expect(reached(editing, submit, { type: "paid", orderId: "ord_1" })).toEqual({ at: "paid", orderId: "ord_1" });
  });

  test("a second press finds the first under way", () => {
    expect(reached(editing, submit, { type: "submit", attempt: other })).toEqual({ at: "sending", attempt, tries: 1 });
  });

  test("nothing is sent before it is known what became of the hold", () => {
    expect(reached(submit)).toEqual(START);
  });

  test("an answer that is lost is asked for by the same attempt, ever more slowly", () => {
    const lost: Happening = { type: "no-answer", retryAfterMs: null };
    expect(reached(editing, submit, lost)).toEqual({ at: "recovering", attempt, tries: 1, waitMs: 1000 });
    const again: Happening = { type: "again" };
    expect(reached(editing, submit, lost, again)).toEqual({ at: "sending", attempt, tries: 2 });
    const many = Array.from({ length: 9 }, () => [lost, again]).flat();
    expect(reached(editing, submit, ...many, lost)).toEqual({ at: "recovering", attempt, tries: 10, waitMs: 10_000 });
  });

  test("no other attempt may start while one may have been carried out", () => {
    const lost: Happening = { type: "no-answer", retryAfterMs: 4000 };
    const state = reached(editing, submit, lost, { type: "submit", attempt: other });
    expect(state).toEqual({ at: "recovering", attempt, tries: 1, waitMs: 4000 });
  });

  test("a decline keeps the seats and lets one try again", () => {
    const declined: Happening = { type: "declined", reason: "card_declined" };
    expect(reached(editing, submit, declined)).toEqual({
      at: "editing",
      notice: { kind: "declined", reason: "card_declined" },
    });
    expect(reached(editing, submit, declined, { type: "submit", attempt: other })).toEqual({
      at: "sending",
      attempt: other,
      tries: 1,
    });
  });

  test("the bank's page is gone to at once, and only offered to one who comes back from it", () => {
    const next = { type: "redirect", url: "/gateway/pay_1", expires_at: "" } as const;
    expect(reached(editing, submit, { type: "pending", orderId: "ord_1", next })).toEqual({
      at: "redirecting",
      orderId: "ord_1",
      url: "/gateway/pay_1",
    });
    expect(reached({ type: "found-pending", orderId: "ord_1", next })).toEqual({
      at: "waiting",
      orderId: "ord_1",
      url: "/gateway/pay_1",
    });
  });

  test("who goes back from the bank's page finds the payment waiting", () => {
    const next = { type: "redirect", url: "/gateway/pay_1", expires_at: "" } as const;
    const gone = reached(editing, submit, { type: "pending", orderId: "ord_1", next });
    const waiting = { at: "waiting", orderId: "ord_1", url: "/gateway/pay_1" };
    expect(step(gone, { type: "came-back" })).toEqual(waiting);
    expect(reached(editing, { type: "came-back" })).toEqual({ at: "editing", notice: null });
  });

  test("a hold that another window is paying is looked into", () => {
    expect(reached(editing, submit, { type: "in-checkout" })).toEqual({ at: "checking" });
  });

  test("a hold that the program doesn't know any more is over", () => {
    expect(reached(editing, { type: "hold-ended" })).toEqual({ at: "expired" });
    expect(reached(editing, submit, { type: "hold-ended" })).toEqual({ at: "expired" });
  });

  test("what is bought stays bought", () => {
    const paid: Happening = { type: "paid", orderId: "ord_1" };
    const late: Happening[] = [{ type: "hold-ended" }, { type: "declined", reason: "x" }, { type: "failed" }];
    expect(reached(editing, submit, paid, ...late)).toEqual({ at: "paid", orderId: "ord_1" });
  });
});
