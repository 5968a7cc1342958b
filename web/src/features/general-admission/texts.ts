import type { Catalogue } from "@/lib/i18n/context";
import { plural } from "@/lib/i18n/plural";

const en = {
  title: "Places without numbers",
  text: "Come early for the best spot. Choose how many:",
  left: (count: string) => `${count} left`,
  few: (count: string) => `Only ${count} left`,
  none: "None left just now",
  each: (fee: string) => `+ ${fee} fee each`,
  hold: (count: number, total: string) =>
    `Hold ${count} ${plural("en", count, { one: "place", other: "places" })} · ${total}`,
  howMany: (section: string) => `places in ${section}`,
  fewer: "Fewer places are left now; your number was lowered.",
};

const de: typeof en = {
  title: "Plätze ohne Nummer",
  text: "Wer früh kommt, steht vorn. Wähle, wie viele:",
  left: (count) => `noch ${count}`,
  few: (count) => `Nur noch ${count}`,
  none: "Gerade keine mehr",
  each: (fee) => `+ ${fee} Gebühr je Platz`,
  hold: (count, total) => `${count} ${plural("de", count, { one: "Platz", other: "Plätze" })} halten · ${total}`,
  howMany: (section) => `Plätze in ${section}`,
  fewer: "Es sind weniger Plätze übrig; deine Zahl wurde gesenkt.",
};

export const texts: Catalogue<typeof en> = { en, de };
