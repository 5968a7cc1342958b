/** The end of every screen: the language, the light, and what becomes of one's data. */
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { SelectField } from "@/components/form/select-field";
import { useLocaleState, useMessages } from "@/lib/i18n/context";
import { isLanguage } from "@/lib/i18n/locale";
import { chooseTheme, readThemeChoice, type ThemeChoice } from "../theme";
import { texts } from "./texts";

const LANGUAGE_NAMES = [
  { value: "en", label: "English" },
  { value: "de", label: "Deutsch" },
];
const THEMES: readonly ThemeChoice[] = ["system", "light", "dark"];

export function Footer() {
  const t = useMessages(texts);
  const { locale, setLanguage } = useLocaleState();
  const [theme, setTheme] = useState(readThemeChoice);
  const chooseLanguage = (value: string) => isLanguage(value) && setLanguage(value);
  const choose = (value: string) => {
    const choice = THEMES.find((known) => known === value) ?? "system";
    chooseTheme(choice);
    setTheme(choice);
  };
  return (
    <footer className="border-t border-line bg-sunken/50 pb-[env(safe-area-inset-bottom)]">
      <div className="mx-auto flex w-full max-w-6xl flex-wrap items-end justify-between gap-6 px-4 py-8 3xl:max-w-[100rem] 4xl:max-w-[140rem]">
        <div>
          <p className="font-display text-lg font-bold">Admit</p>
          <p className="max-w-xs text-sm text-ink-soft">{t.about}</p>
          <Link
            to="/privacy"
            className="mt-3 inline-block text-sm font-semibold text-accent underline underline-offset-4"
          >
            {t.privacy}
          </Link>
        </div>
        <div className="flex flex-wrap gap-4">
          <SelectField
            label={t.language}
            value={locale.language}
            options={LANGUAGE_NAMES}
            onChange={(event) => chooseLanguage(event.target.value)}
            className="w-36"
          />
          <SelectField
            label={t.theme}
            value={theme}
            options={THEMES.map((value) => ({ value, label: t.themes[value] }))}
            onChange={(event) => choose(event.target.value)}
            className="w-44"
          />
        </div>
      </div>
    </footer>
  );
}
