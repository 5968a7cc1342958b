/** Who uses the page, and a way for any feature to ask for it: the app answers with its sign-in dialog. */
import { createContext, useContext } from "react";
import type { Account } from "@/api/types";

export interface Identity {
  account: Account | null;
  /** Resolves with the account, after asking where nobody is signed in; `null` when the person turns away. */
  ensureSignedIn: () => Promise<Account | null>;
}

export const IdentityContext = createContext<Identity | null>(null);

export function useIdentity(): Identity {
  const identity = useContext(IdentityContext);
  if (!identity) throw new Error("a component that asks who is there stands inside IdentityProvider");
  return identity;
}
