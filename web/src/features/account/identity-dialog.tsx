/** Asks who is there, in the middle of something: as a guest, or by signing in, without leaving the screen. */
import { useState } from "react";
import type { Account } from "@/api/types";
import { Button } from "@/components/button";
import { Dialog } from "@/components/dialog";
import { useMessages } from "@/lib/i18n/context";
import { GuestForm } from "./guest-form";
import { SignInForm } from "./sign-in-form";
import { texts } from "./texts";

interface IdentityDialogProps {
  onDone: (account: Account) => void;
  onClose: () => void;
}

export function IdentityDialog({ onDone, onClose }: IdentityDialogProps) {
  const t = useMessages(texts);
  const [way, setWay] = useState<"guest" | "sign-in">("guest");
  const asGuest = way === "guest";
  return (
    <Dialog title={asGuest ? t.guestTitle : t.signInTitle} onClose={onClose}>
      {asGuest && <p className="mb-4 text-ink-soft">{t.guestText}</p>}
      {asGuest ? <GuestForm onDone={onDone} /> : <SignInForm onDone={onDone} />}
      <div className="mt-5 flex items-center gap-3 text-sm text-ink-faint">
        <span className="h-px grow bg-line" />
      </div>
      <Button look="quiet" className="mt-2 w-full" onClick={() => setWay(asGuest ? "sign-in" : "guest")}>
        {asGuest ? `${t.haveAccount} ${t.signIn}` : t.guestInstead}
      </Button>
    </Dialog>
  );
}
