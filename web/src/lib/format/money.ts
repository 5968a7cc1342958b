/** Amounts are integers in a currency's smallest unit; how many of them make one is the currency's own affair. */
import type { Money } from "@/api/types";

const formats = new Map<string, Intl.NumberFormat>();

function format(tag: string, currency: string, digits: "short" | "whole"): Intl.NumberFormat {
  const key = `${tag} ${currency} ${digits}`;
  const kept = formats.get(key);
  if (kept) return kept;
  const made = new Intl.NumberFormat(tag, {
    style: "currency",
    currency,
    ...(digits === "short" ? { trailingZeroDisplay: "stripIfInteger" } : {}),
  } as Intl.NumberFormatOptions);
  formats.set(key, made);
  return made;
}

function inMajorUnits(money: Money, shape: Intl.NumberFormat): number {
  return money.amount / 10 ** (shape.resolvedOptions().maximumFractionDigits ?? 2);
}

/** `$125.00`, `125,00 €`, `¥1,500`. */
export function formatMoney(money: Money, tag: string): string {
  const shape = format(tag, money.currency, "whole");
  return shape.format(inMajorUnits(money, shape));
}

/** `$125` where nothing stands after the point: for cards and buttons. */
export function formatMoneyShort(money: Money, tag: string): string {
  const shape = format(tag, money.currency, "short");
  return shape.format(inMajorUnits(money, shape));
}
