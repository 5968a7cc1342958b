/** What can be said of payment details before they are sent. */
import type { Payment } from "@/api/types";

export type Method = Payment["method"];

export interface CardFields {
  number: string;
  expiry: string;
  cvc: string;
}

const CARD_DIGITS_MIN = 12;
const CARD_DIGITS_MAX = 19;

export const digitsOf = (text: string): string => text.replace(/\D/g, "");

/** `4242 4242 4242 4242`, as far as it is typed. */
export function groupCardNumber(typed: string): string {
  const digits = digitsOf(typed).slice(0, CARD_DIGITS_MAX);
  return digits.match(/.{1,4}/g)?.join(" ") ?? "";
}

/** `12 / 30`, as far as it is typed. Taking the last letter away takes the slash with it. */
export function groupExpiry(typed: string, before: string): string {
  let digits = digitsOf(typed).slice(0, 4);
  const first = digits[0];
  if (digits.length === 1 && first !== undefined && first > "1") digits = `0${digits}`;
  if (digits.length < 2) return digits;
  if (digits.length === 2 && before.length > typed.length) return digits;
  return `${digits.slice(0, 2)} / ${digits.slice(2)}`;
}

export function isCardNumber(text: string): boolean {
  const digits = digitsOf(text);
  return digits.length >= CARD_DIGITS_MIN && digits.length <= CARD_DIGITS_MAX && passesLuhn(digits);
}

function passesLuhn(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, letter, place) => {
    const digit = Number(letter) * (place % 2 === 1 ? 2 : 1);
    return total + (digit > 9 ? digit - 9 : digit);
  }, 0);
  return sum % 10 === 0;
}

export interface Expiry {
  month: number;
  year: number;
}

export function readExpiry(text: string): Expiry | null {
  const digits = digitsOf(text);
  const month = Number(digits.slice(0, 2));
  if (digits.length !== 4 || month < 1 || month > 12) return null;
  return { month, year: 2000 + Number(digits.slice(2)) };
}

/** A card is good to the end of its month. */
export function isExpired({ month, year }: Expiry, now: Date): boolean {
  return year * 12 + month < now.getFullYear() * 12 + now.getMonth() + 1;
}

export const isCvc = (text: string): boolean => /^\d{3,4}$/.test(text);
export const isVpa = (text: string): boolean => /^[\w.-]{2,256}@[a-z][a-z0-9]{1,63}$/i.test(text.trim());
