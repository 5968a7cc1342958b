/** `plural("en", 1, { one: "1 ticket", other: "1 tickets" })`: the form that the language uses for the count. */
import type { Language } from "./locale";

const rules: Record<Language, Intl.PluralRules> = { en: new Intl.PluralRules("en"), de: new Intl.PluralRules("de") };

export function plural(language: Language, count: number, forms: { one: string; other: string }): string {
  return rules[language].select(count) === "one" ? forms.one : forms.other;
}
