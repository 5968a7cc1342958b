/** A short time in words: `2 minutes`, `1 minute 40 seconds`, `8 seconds`. Counts up to the full second, as clocks here do. */
import type { Language } from "@/lib/i18n/locale";
import { plural } from "@/lib/i18n/plural";

const UNITS: Record<Language, { minute: Forms; second: Forms }> = {
  en: { minute: { one: "minute", other: "minutes" }, second: { one: "second", other: "seconds" } },
  de: { minute: { one: "Minute", other: "Minuten" }, second: { one: "Sekunde", other: "Sekunden" } },
};

interface Forms {
  one: string;
  other: string;
}

export function duration(language: Language, ms: number): string {
  const whole = Math.max(0, Math.ceil(ms / 1000));
  const [minutes, seconds] = [Math.floor(whole / 60), whole % 60];
  const { minute, second } = UNITS[language];
  const parts = [
    minutes > 0 ? `${minutes} ${plural(language, minutes, minute)}` : "",
    seconds > 0 || minutes === 0 ? `${seconds} ${plural(language, seconds, second)}` : "",
  ];
  return parts.filter(Boolean).join(" ");
}
