import type { Catalogue } from "@/lib/i18n/context";

interface Texts {
  title: string;
  intro: string;
  parts: { title: string; text: string[] }[];
}

const en: Texts = {
  title: "Privacy",
  intro: "What this page and the program behind it keep about you, and for what. Nothing else.",
  parts: [
    {
      title: "No trackers, nobody else",
      text: [
        "This page loads everything, fonts and pictures too, from the server you see in the address bar. There is no analytics, no advertising and no third party in it.",
      ],
    },
    {
      title: "Your account",
      text: [
        "Your name, your email address, and, if you set a password, a hash (Argon2id) from which it can't be read back. As a guest you have no password.",
        "Your address gets what you asked for: tickets, news of your orders, and links that prove the address or set a new password.",
      ],
    },
    {
      title: "What you buy",
      text: [
        "Orders, places, tickets, payments and refunds are kept with your account, because tickets must work at the door and money must add up.",
        "Card numbers go to the payment provider with your payment. They are never stored and never logged here.",
      ],
    },
    {
      title: "In this browser",
      text: [
        "Two cookies keep you signed in; no script can read them. Waiting in line may set a third with your place in it. None of them follows you to other sites.",
        "Local storage holds your language, light or dark, and that somebody is signed in, with name and address. Your tickets and their codes are kept here for doors without a network. Signing out removes the session and the tickets.",
      ],
    },
    {
      title: "Your network address",
      text: ["Requests are counted by address for a short while, so that one sender can't crowd everybody else out."],
    },
    {
      title: "Changing and removing",
      text: [
        "This page has no button that deletes an account. Whoever runs this shop can tell you what the law lets them remove, and do it.",
      ],
    },
  ],
};

const de: Texts = {
  title: "Datenschutz",
  intro: "Was diese Seite und das Programm dahinter über dich behalten, und wofür. Sonst nichts.",
  parts: [
    {
      title: "Keine Verfolgung, niemand sonst",
      text: [
        "Diese Seite lädt alles, auch Schriften und Bilder, von dem Server, den du in der Adresszeile siehst. Es gibt keine Analyse, keine Werbung und keine Dritten darin.",
      ],
    },
    {
      title: "Dein Konto",
      text: [
        "Dein Name, deine E-Mail-Adresse und, wenn du ein Passwort setzt, ein Hash (Argon2id), aus dem es nicht zurückzulesen ist. Als Gast hast du kein Passwort.",
        "Deine Adresse bekommt, worum du gebeten hast: Tickets, Nachricht von deinen Bestellungen und Links, die die Adresse beweisen oder ein neues Passwort setzen.",
      ],
    },
    {
      title: "Was du kaufst",
      text: [
        "Bestellungen, Plätze, Tickets, Zahlungen und Erstattungen bleiben bei deinem Konto, weil Tickets am Einlass gelten und Summen stimmen müssen.",
        "Kartennummern gehen mit deiner Zahlung an den Zahlungsdienst. Hier werden sie nie gespeichert und nie protokolliert.",
      ],
    },
    {
      title: "In diesem Browser",
      text: [
        "Zwei Cookies halten dich angemeldet; kein Skript kann sie lesen. In der Warteschlange kann ein drittes mit deinem Platz dazukommen. Keines folgt dir auf andere Seiten.",
        "Der lokale Speicher hält deine Sprache, hell oder dunkel, und dass jemand angemeldet ist, mit Name und Adresse. Deine Tickets und ihre Codes bleiben hier für Einlässe ohne Netz. Abmelden entfernt Sitzung und Tickets.",
      ],
    },
    {
      title: "Deine Netzadresse",
      text: [
        "Anfragen werden kurze Zeit je Adresse gezählt, damit ein einzelner Absender nicht alle anderen verdrängt.",
      ],
    },
    {
      title: "Ändern und entfernen",
      text: [
        "Diese Seite hat keinen Knopf, der ein Konto löscht. Wer diesen Laden betreibt, kann dir sagen, was das Gesetz zu entfernen erlaubt, und es tun.",
      ],
    },
  ],
};

export const texts: Catalogue<Texts> = { en, de };
