/** Knows who is signed in. */
import { type ReactNode, useMemo, useSyncExternalStore } from "react";
import { currentAccount, onSessionChange } from "@/api/session";
import { type Identity, IdentityContext } from "@/lib/identity";

let account = currentAccount();

function subscribe(listener: () => void): () => void {
  return onSessionChange(() => {
    account = currentAccount();
    listener();
  });
}

export function IdentityProvider({ children }: { children: ReactNode }) {
  const present = useSyncExternalStore(subscribe, () => account);
  const identity = useMemo<Identity>(() => ({ account: present, ensureSignedIn: async () => present }), [present]);
  return <IdentityContext value={identity}>{children}</IdentityContext>;
}
