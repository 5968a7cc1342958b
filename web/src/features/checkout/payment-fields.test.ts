import { describe, expect, test } from "vitest";
import { groupCardNumber, groupExpiry, isCardNumber, isCvc, isExpired, isVpa, readExpiry } from "./payment-fields";

describe("payment details", () => {
  test.each([
    ["4242 4242 4242 4242", true],
    ["4242424242424242", true],
    ["4242 4242 4242 4241", false],
    ["4242", false],
    ["0".repeat(20), false],
    ["", false],
  ])("card number %s", (text, good) => expect(isCardNumber(text)).toBe(good));

  test.each([
    ["4", "4"],
    ["42424", "4242 4"],
    ["4242-4242x4242 4242 9999 8888", "4242 4242 4242 4242 999"],
  ])("%s is grouped", (typed, shown) => expect(groupCardNumber(typed)).toBe(shown));

  test("an expiry is grouped as it is typed and as it is taken back", () => {
    expect(groupExpiry("1", "")).toBe("1");
    expect(groupExpiry("12", "1")).toBe("12 / ");
    expect(groupExpiry("5", "")).toBe("05 / ");
    expect(groupExpiry("12 / 30", "12 / 3")).toBe("12 / 30");
    expect(groupExpiry("12 /", "12 / ")).toBe("12");
    expect(groupExpiry("1230", "")).toBe("12 / 30");
  });

  test("an expiry is read, and is good to the end of its month", () => {
    expect(readExpiry("12 / 30")).toEqual({ month: 12, year: 2030 });
    expect(readExpiry("13 / 30")).toBeNull();
    expect(readExpiry("1 / 30")).toBeNull();
    const now = new Date(2026, 10, 21);
    expect(isExpired({ month: 11, year: 2026 }, now)).toBe(false);
    expect(isExpired({ month: 10, year: 2026 }, now)).toBe(true);
    expect(isExpired({ month: 1, year: 2027 }, now)).toBe(false);
  });

  test("codes and addresses", () => {
    expect([isCvc("123"), isCvc("1234"), isCvc("12"), isCvc("12a")]).toEqual([true, true, false, false]);
    expect([isVpa("success@upi"), isVpa("a@upi"), isVpa("name.x-y@okbank"), isVpa("no-at")]).toEqual([
      true,
      false,
      true,
      false,
    ]);
  });
});
