import type { OrderStatus } from "@/api/types";
import type { BadgeTone } from "@/components/badge";
import type { Catalogue } from "@/lib/i18n/context";
import { plural } from "@/lib/i18n/plural";

export const STATUS_TONES: Record<OrderStatus, BadgeTone> = {
  pending_payment: "info",
  paid: "good",
  cancelled: "warn",
  refunded: "neutral",
  expired: "neutral",
  payment_failed: "bad",
};

const en = {
  title: "My orders",
  none: ["No orders yet", "What you buy stands here, with tickets, receipts and refunds."] as [string, string],
  find: "Find an event",
  more: "Show more",
  order: (number: string) => `Order ${number}`,
  tickets: (count: number) => `${count} ${plural("en", count, { one: "ticket", other: "tickets" })}`,
  statuses: {
    pending_payment: "Waiting for payment",
    paid: "Paid",
    cancelled: "Cancelled",
    refunded: "Refunded",
    expired: "Expired",
    payment_failed: "Payment failed",
  } satisfies Record<OrderStatus, string>,
  done: "You're going!",
  doneText: (email: string) => `Your tickets are below, and on their way to ${email}.`,
  openTicket: "Open ticket",
  calendar: "Add to calendar",
  receipt: "Receipt",
  kinds: { ticket: "Ticket", fee: "Fees", tax: "Tax", discount: "Discount" },
  total: "Total",
  refunded: "Paid back",
  ordered: (moment: string) => `Ordered ${moment}`,
  yourTickets: "Your tickets",
  void: "Void",
  cancel: "Cancel order",
  cancelAsk: "Cancel this order?",
  cancelText: (amount: string) =>
    `Your tickets become void and the places go back on sale at once. ${amount} is paid back to you.`,
  cancelDo: "Cancel it",
  keep: "Keep my tickets",
  cancelled: "The order is cancelled.",
  notCancellable: "This order can't be cancelled any more.",
  refundUnderWay: "Your money is on its way back.",
  pending: "Waiting for the bank's word. This page changes by itself.",
  goOn: "Go on to your bank",
  failed: "That didn't work. Please try again.",
};

const de: typeof en = {
  title: "Meine Bestellungen",
  none: ["Noch keine Bestellungen", "Was du kaufst, steht hier, mit Tickets, Belegen und Erstattungen."],
  find: "Veranstaltung finden",
  more: "Mehr zeigen",
  order: (number) => `Bestellung ${number}`,
  tickets: (count) => `${count} ${plural("de", count, { one: "Ticket", other: "Tickets" })}`,
  statuses: {
    pending_payment: "Wartet auf Zahlung",
    paid: "Bezahlt",
    cancelled: "Storniert",
    refunded: "Erstattet",
    expired: "Abgelaufen",
    payment_failed: "Zahlung fehlgeschlagen",
  },
  done: "Du bist dabei!",
  doneText: (email) => `Deine Tickets stehen unten und sind unterwegs an ${email}.`,
  openTicket: "Ticket öffnen",
  calendar: "In den Kalender",
  receipt: "Beleg",
  kinds: { ticket: "Ticket", fee: "Gebühren", tax: "Steuer", discount: "Rabatt" },
  total: "Summe",
  refunded: "Erstattet",
  ordered: (moment) => `Bestellt ${moment}`,
  yourTickets: "Deine Tickets",
  void: "Ungültig",
  cancel: "Bestellung stornieren",
  cancelAsk: "Diese Bestellung stornieren?",
  cancelText: (amount) =>
    `Deine Tickets werden ungültig, und die Plätze sind sofort wieder im Verkauf. ${amount} werden dir erstattet.`,
  cancelDo: "Stornieren",
  keep: "Tickets behalten",
  cancelled: "Die Bestellung ist storniert.",
  notCancellable: "Diese Bestellung kann nicht mehr storniert werden.",
  refundUnderWay: "Dein Geld ist auf dem Rückweg.",
  pending: "Wir warten auf die Bank. Diese Seite ändert sich von selbst.",
  goOn: "Weiter zur Bank",
  failed: "Das hat nicht geklappt. Bitte versuche es erneut.",
};

export const texts: Catalogue<typeof en> = { en, de };
