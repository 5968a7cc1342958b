/** Which language the page speaks, and how the reader's region writes numbers and dates. */
export const LANGUAGES = ["en", "de"] as const;
export type Language = (typeof LANGUAGES)[number];

export interface Locale {
  language: Language;
  /** A BCP 47 tag for `Intl`: the reader's region where it fits the language. */
  tag: string;
}

const KEY = "admit.language";
const DEFAULT_TAGS: Record<Language, string> = { en: "en-US", de: "de-DE" };

export function isLanguage(value: string | null): value is Language {
  return LANGUAGES.some((language) => language === value);
}

/** The chosen language, else the first of the browser's that the catalogue has, else English. */
export function pickLocale(chosen: string | null, preferred: readonly string[]): Locale {
  const languageOf = (tag: string) => tag.toLowerCase().split("-")[0] ?? "";
  const known = preferred.map(languageOf).find(isLanguage);
  const language = isLanguage(chosen) ? chosen : (known ?? "en");
  const regional = preferred.find((tag) => languageOf(tag) === language && tag.includes("-"));
  return { language, tag: regional ?? DEFAULT_TAGS[language] };
}

export function readLocale(): Locale {
  return pickLocale(localStorage.getItem(KEY), navigator.languages);
}

export function keepLanguage(language: Language): void {
  localStorage.setItem(KEY, language);
}
