import { describe, expect, test } from "vitest";
import { NoAnswer } from "@/api/problem";
import type { OrderStatus } from "@/api/types";
import { whatBecameOf } from "./what-became-of";

const ending = { id: "hld_1", endsAtMs: Date.now() - 1000 };
const open = { id: "hld_1", endsAtMs: Date.now() + 60_000 };
const asked = (holds: (typeof ending)[], status?: OrderStatus) => ({
  readHolds: async () => holds,
  readOrders: async () => (status ? [{ hold_id: "hld_1", status }] : []),
});

describe("a hold whose time is up", () => {
  test("may have been extended in another window", async () => {
    expect(await whatBecameOf("hld_1", asked([open]))).toBe("open");
  });

  test("isn't over while the program still lists it", async () => {
    expect(await whatBecameOf("hld_1", asked([ending]))).toBe("ending");
    expect(await whatBecameOf("hld_1", asked([ending], "paid"))).toBe("bought");
  });

  test.each<[OrderStatus | undefined, string]>([
    ["pending_payment", "bought"],
    ["paid", "bought"],
    ["refunded", "bought"],
    ["cancelled", "bought"],
    ["payment_failed", "over"],
    ["expired", "over"],
    [undefined, "over"],
  ])("with an order that is %s is %s", async (status, fate) => {
    expect(await whatBecameOf("hld_1", asked([], status))).toBe(fate);
  });

  test("isn't over only because the orders can't be read", async () => {
    const readOrders = () => Promise.reject(new NoAnswer("lost"));
    await expect(whatBecameOf("hld_1", { ...asked([]), readOrders })).rejects.toThrow(NoAnswer);
  });
});
