import type { Catalogue } from "@/lib/i18n/context";

const en = {
  skip: "Skip to content",
  home: "Admit, all events",
  main: "Main",
  tickets: "Tickets",
  orders: "Orders",
  signIn: "Sign in",
  account: "Account",
  privacy: "Privacy",
  language: "Language",
  theme: "Appearance",
  themes: { system: "As the device", light: "Light", dark: "Dark" },
  connection: "Connection",
  offline: "No connection. Your tickets still open; everything else comes back by itself.",
  online: "You are connected again.",
  about: "Seats that are yours the moment you hold them.",
};

const de: typeof en = {
  skip: "Zum Inhalt",
  home: "Admit, alle Veranstaltungen",
  main: "Hauptmenü",
  tickets: "Tickets",
  orders: "Bestellungen",
  signIn: "Anmelden",
  account: "Konto",
  privacy: "Datenschutz",
  language: "Sprache",
  theme: "Darstellung",
  themes: { system: "Wie das Gerät", light: "Hell", dark: "Dunkel" },
  connection: "Verbindung",
  offline: "Keine Verbindung. Deine Tickets öffnen sich trotzdem; alles andere kommt von selbst zurück.",
  online: "Du bist wieder verbunden.",
  about: "Plätze, die dir gehören, sobald du sie hältst.",
};

export const texts: Catalogue<typeof en> = { en, de };
