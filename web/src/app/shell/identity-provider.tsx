/** Knows who is signed in, asks where nobody is, and says when a session was ended elsewhere. */
import { type Query, useQueryClient } from "@tanstack/react-query";
import {
  lazy,
  type ReactNode,
  Suspense,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from "react";
import { currentAccount, onSessionChange } from "@/api/session";
import type { Account } from "@/api/types";
import { type Catalogue, useMessages } from "@/lib/i18n/context";
import { type Identity, IdentityContext } from "@/lib/identity";
import { forgetTickets } from "@/lib/kept-tickets";
import { notify } from "@/lib/notices";

const IdentityDialog = lazy(async () => ({
  default: (await import("@/features/account/identity-dialog")).IdentityDialog,
}));

const texts: Catalogue<{ endedElsewhere: string }> = {
  en: { endedElsewhere: "Your session has ended. Sign in to go on; what you hold stays yours until its time is up." },
  de: { endedElsewhere: "Deine Sitzung ist beendet. Melde dich an; was du hältst, bleibt bis zum Ablauf deins." },
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
  const waiting = useRef<((account: Account | null) => void)[]>([]);

  const settle = useCallback((answer: Account | null) => {
    setAsking(false);
    for (const resolve of waiting.current.splice(0)) resolve(answer);
  }, []);

  useEffect(
    () =>
      onSessionChange((change) => {
        const own = { predicate: (query: Query) => OWN_KEYS.includes(String(query.queryKey[0])) };
        if (change.kind === "began") queryClient.resetQueries(own);
        else queryClient.removeQueries(own);
        // A lost answer is nobody's wish: whoever has tickets here may be on the way to the door.
        if (change.cause !== "lost") forgetTickets(change.user?.id).catch(() => undefined);
        if (change.kind === "ended" && change.cause !== "here") notify("warn", t.endedElsewhere);
      }),
    [queryClient, t],
  );

  const identity = useMemo<Identity>(() => {
    const ask = () =>
      new Promise<Account | null>((resolve) => {
        waiting.current.push(resolve);
        setAsking(true);
      });
    return { account: present, ensureSignedIn: async () => present ?? ask() };
  }, [present]);

  return (
    <IdentityContext value={identity}>
      {children}
      {asking && (
        <Suspense>
          <IdentityDialog onDone={settle} onClose={() => settle(null)} />
        </Suspense>
      )}
    </IdentityContext>
  );
}
