/** Knows who is signed in, asks where nobody is, and says when a session was ended elsewhere. */
import { type Query, useQueryClient } from "@tanstack/react-query";
import { useLocation } from "@tanstack/react-router";
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { currentAccount, onSessionChange } from "@/api/session";
import type { Account } from "@/api/types";
import { forgetEnded } from "@/features/basket/ended-holds";
import { type Catalogue, useMessages } from "@/lib/i18n/context";
import { type Identity, IdentityContext } from "@/lib/identity";
import { forgetTickets } from "@/lib/kept-tickets";
import { notify } from "@/lib/notices";
import { forgetVisit } from "./forget-visit";
import { loadIdentityDialog } from "./identity-dialog";

type IdentityDialog = Awaited<ReturnType<typeof loadIdentityDialog>>;

const texts: Catalogue<{ endedElsewhere: string; notLoaded: string }> = {
  en: {
    endedElsewhere: "Your session has ended. Sign in to go on; what you hold stays yours until its time is up.",
    notLoaded: "No connection to ask who you are. Please try again.",
  },
  de: {
    endedElsewhere: "Deine Sitzung ist beendet. Melde dich an; was du hältst, bleibt bis zum Ablauf deins.",
    notLoaded: "Keine Verbindung, um zu fragen, wer du bist. Bitte versuche es erneut.",
  },
};

let account = currentAccount();

function subscribe(listener: () => void): () => void {
  return onSessionChange(() => {
    account = currentAccount();
    listener();
  });
}

/** Whose answers are in the query cache must be the person's that is there now. */
const OWN_KEYS = ["me", "holds", "orders", "order", "tickets", "ticket", "place"];

export function IdentityProvider({ children }: { children: ReactNode }) {
  const t = useMessages(texts);
  const queryClient = useQueryClient();
  const present = useSyncExternalStore(subscribe, () => account);
  const [asking, setAsking] = useState(false);
  const [dialog, setDialog] = useState<{ Dialog: IdentityDialog } | null>(null);
  const waiting = useRef<((account: Account | null) => void)[]>([]);

  const settle = useCallback((answer: Account | null) => {
    setAsking(false);
    for (const resolve of waiting.current.splice(0)) resolve(answer);
  }, []);

  // Whoever goes elsewhere, such as to ask for a new password, has turned away from the question.
  const pathname = useLocation({ select: (location) => location.pathname });
  useEffect(() => {
    if (pathname) settle(null);
  }, [pathname, settle]);

  useEffect(
    () =>
      onSessionChange((change) => {
        const own = { predicate: (query: Query) => OWN_KEYS.includes(String(query.queryKey[0])) };
        if (change.kind === "began") queryClient.resetQueries(own);
        else queryClient.removeQueries(own);
        // A lost answer is nobody's wish: whoever has tickets here may be on the way to the door.
        if (change.cause !== "lost") forgetTickets(change.user?.id).catch(() => undefined);
        if (change.kind !== "ended") return;
        if (change.cause !== "here") return notify("warn", t.endedElsewhere);
        forgetVisit();
        forgetEnded();
      }),
    [queryClient, t],
  );

  const identity = useMemo<Identity>(() => {
    const ask = () =>
      new Promise<Account | null>((resolve) => {
        waiting.current.push(resolve);
        setAsking(true);
        loadIdentityDialog().then(
          (Dialog) => setDialog({ Dialog }),
          () => {
            settle(null);
            notify("bad", t.notLoaded);
          },
        );
      });
    return { account: present, ensureSignedIn: async () => present ?? ask() };
  }, [present, settle, t]);

  return (
    <IdentityContext value={identity}>
      {children}
      {asking && dialog && <dialog.Dialog onDone={settle} onClose={() => settle(null)} />}
    </IdentityContext>
  );
}
