/** `/account`: who one is here, and the way out. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { keys } from "@/api/keys";
import { hasCode } from "@/api/problem";
import { readAccount, resendVerification, signOut } from "@/api/requests/accounts";
import { leaveSession } from "@/api/session";
import type { Account } from "@/api/types";
import { Badge } from "@/components/badge";
import { Button, ButtonLink } from "@/components/button";
import { Icon } from "@/components/icon";
import { useMessages } from "@/lib/i18n/context";
import { notify } from "@/lib/notices";
import { usePageTitle } from "@/lib/page-title";
import { texts } from "./texts";
import { inWords } from "./use-account-form";

interface AccountScreenProps {
  account: Account;
  /** Goes where nothing is the account's own. */
  onLeave: () => Promise<void>;
}

export function AccountScreen({ account: known, onLeave }: AccountScreenProps) {
  const t = useMessages(texts);
  usePageTitle(t.account);
  const { data: account = known } = useQuery({ queryKey: keys.me, queryFn: readAccount });
  const leave = useMutation({
    // First away from what is the account's, then without it: or this screen would ask to sign in.
    mutationFn: async () => {
      await onLeave();
      await leaveSession(signOut);
    },
    onSuccess: () => notify("good", t.signedOut),
    onError: (error) => notify("bad", inWords(error, t)),
  });
  return (
    <section className="mx-auto flex w-full max-w-2xl flex-col gap-6 px-4 py-10 sm:py-14">
      <h1 className="text-3xl font-bold">{t.account}</h1>
      <div className="rounded-card border border-line bg-surface p-5 shadow-card sm:p-6">
        <div className="flex items-center gap-4">
          <span className="grid size-14 shrink-0 place-items-center rounded-full bg-accent-soft text-accent">
            <Icon name="user" className="size-7" />
          </span>
          <div className="min-w-0">
            <p className="truncate text-xl font-bold">{account.name}</p>
            <p className="truncate text-ink-soft">{account.email}</p>
          </div>
        </div>
        <AddressState account={account} />
      </div>
      <nav aria-label={t.account} className="grid gap-3 sm:grid-cols-2">
        <ButtonLink to="/tickets" look="secondary" size="large">
          <Icon name="ticket" /> {t.myTickets}
        </ButtonLink>
        <ButtonLink to="/orders" look="secondary" size="large">
          <Icon name="card" /> {t.myOrders}
        </ButtonLink>
      </nav>
      <Button look="danger" className="self-start" busy={leave.isPending} onClick={() => leave.mutate()}>
        {t.signOut}
      </Button>
    </section>
  );
}

function AddressState({ account }: { account: Account }) {
  const t = useMessages(texts);
  const resend = useMutation({
    mutationFn: resendVerification,
    onSuccess: () => notify("good", t.resent),
    onError: (error) => notify("info", hasCode(error, "guest_account") ? t.guestAccountText : inWords(error, t)),
  });
  if (account.verified) {
    return (
      <p className="mt-4">
        <Badge tone="good">{t.verified}</Badge>
      </p>
    );
  }
  return (
    <div className="mt-4 flex flex-col items-start gap-3 border-t border-line pt-4">
      <Badge tone="warn">{t.unverified}</Badge>
      <p className="text-sm text-ink-soft">{t.unverifiedText}</p>
      <Button look="secondary" size="small" busy={resend.isPending} onClick={() => resend.mutate()}>
        {t.resend}
      </Button>
    </div>
  );
}
