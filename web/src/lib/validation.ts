/** Rules that several forms share. The program decides; these only say early what it would say late. */
const EMAIL = /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/;

/** As the program wants it at least. */
export const PASSWORD_CHARACTERS_MIN = 8;

export function isEmail(text: string): boolean {
  return text.length <= 254 && EMAIL.test(text.trim());
}

export function isPassword(text: string): boolean {
  return [...text].length >= PASSWORD_CHARACTERS_MIN;
}
