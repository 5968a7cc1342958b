import { describe, expect, test, vi } from "vitest";
import { foreignZoneName, formatDate, formatDayMonth, formatTime } from "./dates";
import { formatMoney, formatMoneyShort } from "./money";

/** `Intl` puts spaces that don't break where people see spaces. */
const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, " ");

describe("money", () => {
  test.each([
    [12_500, "USD", "en-US", "$125.00"],
    [12_550, "EUR", "de-DE", "125,50 €"],
    [1500, "JPY", "en-US", "¥1,500"],
    [250_000, "INR", "en-IN", "₹2,500.00"],
    [1, "USD", "en-US", "$0.01"],
  ])("%i %s in %s is %s", (amount, currency, tag, shown) => {
    expect(plain(formatMoney({ amount, currency }, tag))).toBe(shown);
  });

  test("is short where nothing stands after the point", () => {
    expect(formatMoneyShort({ amount: 12_500, currency: "USD" }, "en-US")).toBe("$125");
    expect(formatMoneyShort({ amount: 7_950, currency: "USD" }, "en-US")).toBe("$79.50");
  });
});

describe("dates are those of the venue", () => {
  const at = "2026-12-05T02:00:00Z";

  test("on another day than the reader's", () => {
    expect(formatDate(at, "America/New_York", "en-US")).toBe("Fri, Dec 4, 2026");
    expect(formatDate(at, "Asia/Kolkata", "en-US")).toBe("Sat, Dec 5, 2026");
  });

  test("in the reader's language and hours", () => {
    expect(plain(formatTime(at, "America/New_York", "en-US"))).toBe("9:00 PM");
    expect(formatTime(at, "America/New_York", "de-DE")).toBe("21:00");
    expect(formatDayMonth(at, "America/New_York", "de-DE")).toBe("4. Dez.");
  });

  test.each([
    ["Asia/Calcutta", "Asia/Kolkata", null],
    ["Asia/Kolkata", "Asia/Calcutta", null],
    ["Europe/Paris", "Europe/Berlin", null],
    ["America/New_York", "Europe/Berlin", "GMT-5"],
    ["Europe/London", "Africa/Lagos", "GMT"],
  ])("%s is named to a reader in %s as %s", (venue, reader, name) => {
    const resolved = Intl.DateTimeFormat.prototype.resolvedOptions;
    vi.spyOn(Intl.DateTimeFormat.prototype, "resolvedOptions").mockImplementation(function (this: Intl.DateTimeFormat) {
      return { ...resolved.call(this), timeZone: reader };
    });
    expect(foreignZoneName(at, venue, "en-IN")).toBe(name);
  });

  test("a zone may differ in summer alone", () => {
    vi.spyOn(Intl.DateTimeFormat.prototype, "resolvedOptions").mockReturnValue({
      timeZone: "Africa/Lagos",
    } as Intl.ResolvedDateTimeFormatOptions);
    expect(foreignZoneName("2026-12-05T12:00:00Z", "Europe/Berlin", "en-GB")).toBeNull();
    expect(foreignZoneName("2026-07-05T12:00:00Z", "Europe/Berlin", "en-GB")).toBe("CEST");
  });
});
