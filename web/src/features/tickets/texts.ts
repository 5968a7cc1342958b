import type { Catalogue } from "@/lib/i18n/context";

const en = {
  title: "My tickets",
  none: ["No tickets yet", "Tickets you buy open here, also without a network."] as [string, string],
  find: "Find an event",
  upcoming: "Coming up",
  past: "Past",
  kept: "The program can't be reached just now. These tickets were kept on this device.",
  open: "Open ticket",
  void: "Void",
  voidText: "This ticket was given back and lets nobody in.",
  code: "The ticket's QR code",
  codeText: "Show this code at the door.",
  doors: (time: string) => `Doors ${time}`,
  of: (index: number, count: number) => `Ticket ${index} of ${count}`,
  previous: "Previous ticket",
  next: "Next ticket",
  full: "Fill the screen",
  close: "Close",
  order: "See the order",
  reload: "Load the code again",
  unseen: ["This code isn't on this device yet", "Open the ticket once with a network, and it is kept."] as [
    string,
    string,
  ],
  failed: ["The code didn't load", "Please try again in a moment."] as [string, string],
};

const de: typeof en = {
  title: "Meine Tickets",
  none: ["Noch keine Tickets", "Gekaufte Tickets öffnen sich hier, auch ohne Netz."],
  find: "Veranstaltung finden",
  upcoming: "Demnächst",
  past: "Vorbei",
  kept: "Das Programm ist gerade nicht zu erreichen. Diese Tickets wurden auf diesem Gerät behalten.",
  open: "Ticket öffnen",
  void: "Ungültig",
  voidText: "Dieses Ticket wurde zurückgegeben und lässt niemanden hinein.",
  code: "Der QR-Code des Tickets",
  codeText: "Zeig diesen Code am Einlass.",
  doors: (time) => `Einlass ${time}`,
  of: (index, count) => `Ticket ${index} von ${count}`,
  previous: "Voriges Ticket",
  next: "Nächstes Ticket",
  full: "Ganzer Bildschirm",
  close: "Schließen",
  order: "Zur Bestellung",
  reload: "Code neu laden",
  unseen: ["Dieser Code ist noch nicht auf dem Gerät", "Öffne das Ticket einmal mit Netz, dann bleibt es."],
  failed: ["Der Code wurde nicht geladen", "Bitte versuche es gleich noch einmal."],
};

export const texts: Catalogue<typeof en> = { en, de };
