import type { Catalogue } from "@/lib/i18n/context";
import { plural } from "@/lib/i18n/plural";

const en = {
  title: (event: string) => `The line for ${event}`,
  eyebrow: "Waiting room",
  outside: {
    title: "Join the line",
    text: "So many want these tickets that the doors open for a few at a time, in order. Joining costs nothing, and nobody can push in.",
    join: "Join the line",
    failed: "You couldn't be let in the line. Please try again.",
    verified:
      "Only accounts with a proved address take part in the draw. Sign in with one, or wait until the draw is over.",
    signIn: "Sign in",
    full: "The line is full: more couldn't be served.",
  },
  prequeue: {
    title: "You are here early",
    text: "Everybody who is here before the start takes part in a draw: coming first wins nothing, and reloading loses nothing.",
    starts: "The draw is in",
    soon: "The draw is any moment now",
    days: (count: number) => `${count} ${plural("en", count, { one: "day", other: "days" })}`,
  },
  waiting: {
    title: "You are in line",
    ahead: (count: string) => `${count} ahead of you`,
    next: "You are next",
    paused: "The line stands still for a moment. Your place stays yours.",
    called: "You were called. As soon as there is room inside, you are let in.",
    position: "Your place",
    wait: "Estimated wait",
    minutes: (low: number, high: number) =>
      low === high
        ? `about ${low} ${plural("en", low, { one: "minute", other: "minutes" })}`
        : `${low}–${high} minutes`,
    unknown: "Not known yet",
    progress: "How far you have come",
    outlook: {
      likely: "There should be tickets when it's your turn.",
      unlikely: "Tickets may be gone before it's your turn. Some often come back.",
      unknown: "Nobody can say yet how many tickets will be left.",
    },
    remaining: (count: string) => `${count} tickets left at this moment`,
  },
  next: {
    title: "What happens next",
    steps: [
      "Keep this page, or close it: your place stays yours. You may lock your phone.",
      "When you are called, this page says so and the title of the tab changes.",
      "You then have a few minutes to go in. Inside, you choose seats in peace, and they are held while you pay.",
    ],
  },
  tell: {
    ask: "Tell me when it's my turn",
    on: "This device will tell you, with a sound, while this page stays open. One that sleeps for long may be late: look now and then.",
    refused: "This browser lets the page tell you nothing. Keep the page in sight.",
    call: (event: string) => `Go in now for ${event}.`,
  },
  called: {
    title: "It's your turn",
    tab: "It's your turn!",
    text: "Go in now. You need an account or an address for the tickets; that takes a moment.",
    left: "Your turn lasts",
    enter: "Enter now",
  },
  left: {
    title: "You left the line",
    text: "Your place is free for others. You may join again at the end.",
    join: "Join again",
  },
  expired: {
    title: "Your turn is over",
    text: "You were called and weren't there in time, or your time inside ran out. You may join again at the end of the line.",
    join: "Join again",
  },
  open: { title: "No line just now", text: "You can go straight in.", enter: "Choose seats" },
  leave: "Leave the line",
  leaveAsk: "Leave the line?",
  leaveText: "Your place can't be given back.",
  stay: "Stay",
  cutOff: "Reconnecting. Your place is safe.",
  follows: "This page follows by itself",
  draw: {
    title: "How the draw can be checked",
    text: "Before the start, the program published a fingerprint of a secret key. After it, the key itself. With both, and with public randomness that nobody could know beforehand, anyone can compute every place again.",
    commitment: "Fingerprint of the key",
    key: "Key",
    hidden: "Published once the draw is over",
    source: "Public randomness named beforehand",
    input: "What it came to",
    root: "Fingerprint of all who took part",
    mine: "Your arrival number and salt, to find yourself among them",
    noInput: "None was named: the proof then doesn't cover whoever chose the key.",
    count: "Took part",
    verify: "The command admit verify-draw recomputes the draw from these.",
  },
};

const de: typeof en = {
  title: (event) => `Die Schlange für ${event}`,
  eyebrow: "Warteraum",
  outside: {
    title: "Stell dich an",
    text: "So viele möchten diese Karten, dass die Türen für wenige auf einmal aufgehen, der Reihe nach. Anstellen kostet nichts, und niemand kann sich vordrängeln.",
    join: "Anstellen",
    failed: "Das Anstellen hat nicht geklappt. Bitte versuche es erneut.",
    verified:
      "Nur Konten mit bestätigter Adresse nehmen an der Verlosung teil. Melde dich mit einem an oder warte, bis sie vorbei ist.",
    signIn: "Anmelden",
    full: "Die Schlange ist voll: Mehr könnten nicht bedient werden.",
  },
  prequeue: {
    title: "Du bist früh da",
    text: "Alle, die vor dem Beginn da sind, nehmen an einer Verlosung teil: Wer zuerst kommt, gewinnt nichts, und neu laden kostet nichts.",
    starts: "Die Verlosung ist in",
    soon: "Die Verlosung ist jeden Moment",
    days: (count) => `${count} ${plural("de", count, { one: "Tag", other: "Tagen" })}`,
  },
  waiting: {
    title: "Du stehst an",
    ahead: (count) => `${count} vor dir`,
    next: "Du bist als Nächstes dran",
    paused: "Die Schlange steht gerade still. Dein Platz bleibt deiner.",
    called: "Du wurdest aufgerufen. Sobald drinnen Platz ist, kommst du hinein.",
    position: "Dein Platz",
    wait: "Geschätzte Wartezeit",
    minutes: (low, high) =>
      low === high ? `etwa ${low} ${plural("de", low, { one: "Minute", other: "Minuten" })}` : `${low}–${high} Minuten`,
    unknown: "Noch nicht bekannt",
    progress: "Wie weit du schon bist",
    outlook: {
      likely: "Wenn du dran bist, sollte es noch Karten geben.",
      unlikely: "Vielleicht sind die Karten weg, bevor du dran bist. Oft kommen welche zurück.",
      unknown: "Noch kann niemand sagen, wie viele Karten übrig bleiben.",
    },
    remaining: (count) => `Noch ${count} Karten in diesem Moment`,
  },
  next: {
    title: "Wie es weitergeht",
    steps: [
      "Lass diese Seite offen oder schließe sie: Dein Platz bleibt deiner. Du darfst dein Telefon sperren.",
      "Wenn du aufgerufen wirst, sagt es diese Seite, und der Titel des Tabs ändert sich.",
      "Dann hast du ein paar Minuten, um hineinzugehen. Drinnen wählst du in Ruhe, und deine Plätze werden gehalten, während du zahlst.",
    ],
  },
  tell: {
    ask: "Sag mir, wenn ich dran bin",
    on: "Dieses Gerät sagt es dir, mit einem Ton, solange diese Seite offen ist. Schläft es lange, sagt es das vielleicht zu spät: Schau ab und zu nach.",
    refused: "Dieser Browser lässt die Seite nichts melden. Behalte die Seite im Blick.",
    call: (event) => `Geh jetzt hinein: ${event}.`,
  },
  called: {
    title: "Du bist dran",
    tab: "Du bist dran!",
    text: "Geh jetzt hinein. Für die Karten brauchst du ein Konto oder eine Adresse; das dauert nur einen Moment.",
    left: "Du bist dran für",
    enter: "Jetzt hinein",
  },
  left: {
    title: "Du hast die Schlange verlassen",
    text: "Dein Platz ist frei für andere. Du kannst dich hinten neu anstellen.",
    join: "Neu anstellen",
  },
  expired: {
    title: "Deine Zeit ist um",
    text: "Du wurdest aufgerufen und warst nicht rechtzeitig da, oder deine Zeit drinnen ist abgelaufen. Du kannst dich hinten neu anstellen.",
    join: "Neu anstellen",
  },
  open: { title: "Gerade keine Schlange", text: "Du kannst gleich hineingehen.", enter: "Plätze wählen" },
  leave: "Schlange verlassen",
  leaveAsk: "Schlange verlassen?",
  leaveText: "Dein Platz kann nicht zurückgegeben werden.",
  stay: "Bleiben",
  cutOff: "Verbinde neu. Dein Platz ist sicher.",
  follows: "Diese Seite folgt von selbst",
  draw: {
    title: "Wie sich die Verlosung prüfen lässt",
    text: "Vor dem Beginn hat das Programm den Fingerabdruck eines geheimen Schlüssels veröffentlicht, danach den Schlüssel selbst. Mit beiden und mit öffentlichem Zufall, den vorher niemand kennen konnte, kann jeder alle Plätze nachrechnen.",
    commitment: "Fingerabdruck des Schlüssels",
    key: "Schlüssel",
    hidden: "Wird nach der Verlosung veröffentlicht",
    source: "Vorher benannter öffentlicher Zufall",
    input: "Was er ergab",
    root: "Fingerabdruck aller, die teilnahmen",
    mine: "Deine Ankunftsnummer und dein Salz, um dich darin zu finden",
    noInput: "Keiner wurde benannt: Der Beweis gilt dann nicht gegenüber dem, der den Schlüssel wählte.",
    count: "Nahmen teil",
    verify: "Der Befehl admit verify-draw rechnet die Verlosung damit nach.",
  },
};

export type WaitingRoomTexts = typeof en;
export const texts: Catalogue<WaitingRoomTexts> = { en, de };
