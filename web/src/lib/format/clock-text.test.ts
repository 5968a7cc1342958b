import { expect, test } from "vitest";
import { clockText } from "./clock-text";

test("clocks show days, hours and minutes as they are needed", () => {
  expect(clockText(187_000, String)).toBe("3:07");
  expect(clockText(3_727_000, String)).toBe("1:02:07");
  expect(clockText(3 * 86_400_000, (days) => `${days} days`)).toBe("3 days");
  expect(clockText(-5, String)).toBe("0:00");
});
