/** The locale for components: `useMessages(catalogue)` gives a feature's texts, `useLocale()` the rest. */
import { createContext, type ReactNode, useCallback, useContext, useLayoutEffect, useMemo, useState } from "react";
import { keepLanguage, type Language, type Locale, readLocale } from "./locale";

/** Texts of one part of the page: every language has the same keys, or it doesn't compile. */
export type Catalogue<Texts> = Record<Language, Texts>;

interface LocaleState {
  locale: Locale;
  setLanguage: (language: Language) => void;
}

const LocaleContext = createContext<LocaleState | null>(null);

export function LocaleProvider({ children }: { children: ReactNode }) {
  const [locale, setLocale] = useState(readLocale);
  const setLanguage = useCallback((language: Language) => {
    keepLanguage(language);
    setLocale(readLocale());
  }, []);
  useLayoutEffect(() => {
    document.documentElement.lang = locale.language;
  }, [locale]);
  const state = useMemo(() => ({ locale, setLanguage }), [locale, setLanguage]);
  return <LocaleContext value={state}>{children}</LocaleContext>;
}

export function useLocaleState(): LocaleState {
  const state = useContext(LocaleContext);
  if (!state) throw new Error("a component that speaks stands inside LocaleProvider");
  return state;
}

export function useLocale(): Locale {
  return useLocaleState().locale;
}

export function useMessages<Texts>(catalogue: Catalogue<Texts>): Texts {
  return catalogue[useLocale().language];
}
