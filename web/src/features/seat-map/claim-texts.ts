/** Why a claim came to nothing, in words. */
import type { ApiProblem } from "@/api/problem";
import { formatMoment } from "@/lib/format/dates";
import type { Catalogue } from "@/lib/i18n/context";
import { plural } from "@/lib/i18n/plural";

const en = {
  none_together: "So many aren't free side by side. Try fewer, another price, or not side by side.",
  all_held: "Others hold everything that fits just now. Some often come back within minutes.",
  sold_out: "Nothing that fits is left.",
  not_enough_left: "Fewer places than that are free now. Try fewer.",
  no_match: "Nothing of that kind is sold at that price. Try a higher one.",
  event_cancelled: "This event is cancelled. Nothing was charged.",
  not_on_sale: "This event isn't on sale just now.",
  hold_limit: "You hold as many as you may for this event. Buy or let go of some first.",
  single_seat_left: "That would leave a single seat on its own, which nobody can use. Move your choice by one.",
  waiting_room_required: "There is a line for this event. Join it to get your turn.",
  pass_expired: "Your turn in the line is over. Join it again.",
  rate_limited: "A little too fast. Try again in a moment.",
  request_in_progress: "Your first try is still under way. Try again in a moment: nothing is held twice.",
  away: "Too much is going on just now. Try again in a moment: nothing is held twice.",
  offline: "No answer came. Try again: nothing is held twice.",
  other: "That didn't work. Please try again.",
  /** Where the program says more. */
  onSaleFrom: (moment: string) => `This event goes on sale ${moment}.`,
  left: (count: number) => `Only ${count} ${plural("en", count, { one: "place is", other: "places are" })} free now.`,
  limits: {
    tickets_per_order: (max: number) => `An order takes at most ${max} ${plural("en", max, tickets.en)}. Choose fewer.`,
    tickets_per_buyer: (max: number) =>
      `At most ${max} ${plural("en", max, tickets.en)} a buyer for this event, with what you hold and have bought.`,
    open_holds: (max: number) =>
      `At most ${max} open ${plural("en", max, { one: "hold", other: "holds" })} at a time. Buy or let go of one first.`,
  } as Record<string, (max: number) => string>,
};

const tickets = {
  en: { one: "ticket", other: "tickets" },
  de: { one: "Ticket", other: "Tickets" },
};

const de: typeof en = {
  none_together: "So viele sind nicht nebeneinander frei. Versuch weniger, einen anderen Preis oder getrennte Plätze.",
  all_held: "Andere halten gerade alles, was passt. Oft kommt in Minuten etwas zurück.",
  sold_out: "Nichts Passendes ist übrig.",
  not_enough_left: "So viele Plätze sind gerade nicht frei. Versuch weniger.",
  no_match: "Zu diesem Preis wird nichts dergleichen verkauft. Versuch einen höheren.",
  event_cancelled: "Diese Veranstaltung ist abgesagt. Nichts wurde abgebucht.",
  not_on_sale: "Diese Veranstaltung ist gerade nicht im Verkauf.",
  hold_limit: "Mehr kannst du für diese Veranstaltung nicht halten. Kaufe oder gib zuerst welche frei.",
  single_seat_left: "Dann bliebe ein einzelner Platz übrig, den niemand brauchen kann. Rücke um einen.",
  waiting_room_required: "Für diese Veranstaltung gibt es eine Schlange. Stell dich an.",
  pass_expired: "Deine Zeit aus der Schlange ist um. Stell dich neu an.",
  rate_limited: "Ein wenig zu schnell. Versuch es gleich noch einmal.",
  request_in_progress: "Dein erster Versuch läuft noch. Versuch es gleich noch einmal: Nichts wird doppelt gehalten.",
  away: "Gerade ist zu viel los. Versuch es gleich noch einmal: Nichts wird doppelt gehalten.",
  offline: "Es kam keine Antwort. Versuch es noch einmal: Nichts wird doppelt gehalten.",
  other: "Das hat nicht geklappt. Bitte versuche es erneut.",
  onSaleFrom: (moment) => `Der Verkauf beginnt ${moment}.`,
  left: (count) => `Nur noch ${count} ${plural("de", count, { one: "Platz ist", other: "Plätze sind" })} gerade frei.`,
  limits: {
    tickets_per_order: (max) => `Eine Bestellung hat höchstens ${max} ${plural("de", max, tickets.de)}. Wähle weniger.`,
    tickets_per_buyer: (max) =>
      `Höchstens ${max} ${plural("de", max, tickets.de)} je Käufer für diese Veranstaltung, Gehaltenes und Gekauftes zusammen.`,
    open_holds: (max) =>
      `Höchstens ${max} offene ${plural("de", max, { one: "Reservierung", other: "Reservierungen" })} zugleich. Kaufe oder gib zuerst eine frei.`,
  },
};

export type ClaimTexts = typeof en;
export const claimTexts: Catalogue<ClaimTexts> = { en, de };

/** Codes that lead to the line. */
export const TO_THE_LINE = ["waiting_room_required", "pass_expired", "pass_invalid", "pass_not_yours"];

export function claimFailureText(t: ClaimTexts, failure: ApiProblem | "offline", tag: string): string {
  if (failure === "offline") return t.offline;
  const { code, extra } = failure;
  if (code === "not_on_sale" && typeof extra["on_sale_at"] === "string") {
    return t.onSaleFrom(formatMoment(extra["on_sale_at"], tag));
  }
  if (code === "not_enough_left" && Number(extra["available"]) > 0) return t.left(Number(extra["available"]));
  if (code === "hold_limit" && typeof extra["max"] === "number") {
    const said = t.limits[String(extra["limit"])];
    if (said) return said(extra["max"]);
  }
  if (code === "pass_invalid" || code === "pass_not_yours") return t.waiting_room_required;
  const known = (t as Readonly<Record<string, unknown>>)[code];
  if (typeof known === "string") return known;
  return failure.status >= 500 ? t.away : t.other;
}
