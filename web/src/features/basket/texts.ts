import { duration } from "@/lib/format/duration";
import type { Catalogue } from "@/lib/i18n/context";
import { plural } from "@/lib/i18n/plural";

const en = {
  title: "Your basket",
  empty: ["Your basket is empty", "Places you hold are kept here for you, with a clock that you can trust."] as [
    string,
    string,
  ],
  find: "Find an event",
  left: "left to buy",
  chip: (count: number, clock: string) =>
    `Basket: ${count} ${plural("en", count, { one: "place", other: "places" })} held, ${clock} left`,
  places: (count: number) => `${count} ${plural("en", count, { one: "place", other: "places" })}`,
  fees: "Fees",
  total: "Total",
  checkout: "Check out",
  extend: "5 more minutes",
  extended: "Five minutes more are yours.",
  extendOnce: "A hold can be extended once.",
  release: "Let go",
  released: "The places are free for others again.",
  releaseAsk: "Let these places go?",
  releaseText: "Somebody else may take them at once.",
  keep: "Keep them",
  warning: (leftMs: number) => `${duration("en", leftMs)} left to buy your places.`,
  ended: "Your time is up: the places are on sale again.",
  endedCard: ["Time is up", "These places are on sale again. They may still be free."] as [string, string],
  again: "Choose again",
  dismiss: "Dismiss",
  failed: "That didn't work. Please try again.",
};

const de: typeof en = {
  title: "Dein Warenkorb",
  empty: ["Dein Warenkorb ist leer", "Plätze, die du hältst, bleiben hier für dich, mit einer Uhr, die stimmt."],
  find: "Veranstaltung finden",
  left: "zum Kaufen",
  chip: (count, clock) =>
    `Warenkorb: ${count} ${plural("de", count, { one: "Platz", other: "Plätze" })} gehalten, noch ${clock}`,
  places: (count) => `${count} ${plural("de", count, { one: "Platz", other: "Plätze" })}`,
  fees: "Gebühren",
  total: "Summe",
  checkout: "Zur Kasse",
  extend: "5 Minuten mehr",
  extended: "Fünf Minuten mehr gehören dir.",
  extendOnce: "Verlängern geht nur einmal.",
  release: "Freigeben",
  released: "Die Plätze sind wieder für andere frei.",
  releaseAsk: "Diese Plätze freigeben?",
  releaseText: "Jemand anderes kann sie sofort nehmen.",
  keep: "Behalten",
  warning: (leftMs) => `Noch ${duration("de", leftMs)}, um deine Plätze zu kaufen.`,
  ended: "Deine Zeit ist um: Die Plätze sind wieder im Verkauf.",
  endedCard: ["Die Zeit ist um", "Diese Plätze sind wieder im Verkauf. Vielleicht sind sie noch frei."],
  again: "Neu wählen",
  dismiss: "Schließen",
  failed: "Das hat nicht geklappt. Bitte versuche es erneut.",
};

export const texts: Catalogue<typeof en> = { en, de };
