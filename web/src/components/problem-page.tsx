/** Why something can't be shown, in the reader's words, and a way on. */
import { useEffect, useState } from "react";
import { ApiProblem, NoAnswer } from "@/api/problem";
import { type Catalogue, useMessages } from "@/lib/i18n/context";
import { usePageTitle } from "@/lib/page-title";
import { Button, ButtonLink } from "./button";
import type { IconName } from "./icon";
import { StatePage } from "./state-page";

interface Texts {
  home: string;
  retry: string;
  retryIn: (seconds: number) => string;
  missing: [string, string];
  offline: [string, string];
  limited: [string, string];
  busy: [string, string];
  broken: [string, string];
}

const texts: Catalogue<Texts> = {
  en: {
    home: "See all events",
    retry: "Try again",
    retryIn: (seconds) => `Try again in ${seconds} s`,
    missing: ["There is nothing here", "The link may be old or mistyped, or what it names isn't yours."],
    offline: ["No connection", "Your network gives no answer. What you hold stays yours meanwhile."],
    limited: ["A little too fast", "So many requests came from here that the next has to wait a moment."],
    busy: ["Very busy just now", "Something that is needed is away for a moment. Nothing of yours is lost."],
    broken: ["Something went wrong", "That is on our side, not yours. Trying again often helps."],
  },
  de: {
    home: "Alle Veranstaltungen",
    retry: "Erneut versuchen",
    retryIn: (seconds) => `Erneut versuchen in ${seconds} s`,
    missing: [
      "Hier ist nichts",
      "Der Link ist vielleicht alt oder vertippt, oder was er nennt, gehört jemand anderem.",
    ],
    offline: ["Keine Verbindung", "Dein Netz antwortet nicht. Was du hältst, bleibt solange deins."],
    limited: ["Ein wenig zu schnell", "Von hier kamen so viele Anfragen, dass die nächste kurz warten muss."],
    busy: ["Gerade sehr viel los", "Etwas, das gebraucht wird, ist kurz weg. Nichts von dir ist verloren."],
    broken: ["Etwas ist schiefgegangen", "Das liegt an uns, nicht an dir. Oft hilft ein neuer Versuch."],
  },
};

type Kind = "missing" | "offline" | "limited" | "busy" | "broken";

const ICONS: Record<Kind, IconName> = {
  missing: "search",
  offline: "wifi",
  limited: "clock",
  busy: "clock",
  broken: "alert",
};

interface ProblemPageProps {
  error: unknown;
  onRetry?: (() => void) | undefined;
  level?: 1 | 2;
}

export function ProblemPage({ error, onRetry, level = 1 }: ProblemPageProps) {
  const t = useMessages(texts);
  const kind = kindOf(error);
  const waitS = useSecondsLeft(error);
  const [title, text] = t[kind];
  usePageTitle(level === 1 ? title : null);
  return (
    <StatePage icon={ICONS[kind]} title={title} text={text} level={level}>
      {kind !== "missing" && onRetry && (
        <Button onClick={onRetry} disabled={waitS > 0}>
          {waitS > 0 ? t.retryIn(waitS) : t.retry}
        </Button>
      )}
      <ButtonLink to="/" look={kind === "missing" ? "primary" : "secondary"}>
        {t.home}
      </ButtonLink>
    </StatePage>
  );
}

function kindOf(error: unknown): Kind {
  if (error instanceof NoAnswer) return "offline";
  if (!(error instanceof ApiProblem)) return "broken";
  if (error.status === 404) return "missing";
  if (error.status === 429) return "limited";
  return error.isPassing ? "busy" : "broken";
}

/** How long the program asked to be left alone. */
function useSecondsLeft(error: unknown): number {
  const asked = error instanceof ApiProblem ? Math.ceil(error.retryAfterS ?? 0) : 0;
  const [left, setLeft] = useState(asked);
  useEffect(() => setLeft(asked), [asked]);
  useEffect(() => {
    if (left <= 0) return;
    const timer = setTimeout(() => setLeft(left - 1), 1000);
    return () => clearTimeout(timer);
  }, [left]);
  return left;
}
