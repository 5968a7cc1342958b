import { expect, test } from "vitest";
import { isNearlyGone, mostOf, quantityWithin } from "./quantity-of";

test("nobody may ask for more than there is, nor than an order may have", () => {
  expect(mostOf(3, 8)).toBe(3);
  expect(mostOf(1_000, 8)).toBe(8);
  expect(mostOf(-1, 8)).toBe(0);
});

test("a wish shrinks with what is left", () => {
  expect(quantityWithin(5, 2, 8)).toBe(2);
  expect(quantityWithin(5, 0, 8)).toBe(0);
  expect(quantityWithin(5, 50, 8)).toBe(5);
});

test("nearly gone is a twentieth, and fifty at most", () => {
  expect(isNearlyGone(50, 1_000)).toBe(true);
  expect(isNearlyGone(51, 10_000)).toBe(false);
  expect(isNearlyGone(0, 100)).toBe(false);
});
