/** For screens that belong to somebody: asks who is there, and comes back to where one wanted to go. */
import { useLocation } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { endedBy } from "@/api/session";
import type { Account } from "@/api/types";
import { ButtonLink } from "@/components/button";
import { StatePage } from "@/components/state-page";
import { type Catalogue, useMessages } from "@/lib/i18n/context";
import { useIdentity } from "@/lib/identity";

interface RequireAccountTexts {
  title: string;
  text: string;
  ended: { title: string; elsewhere: string; lost: string };
  signIn: string;
  register: string;
}

const texts: Catalogue<RequireAccountTexts> = {
  en: {
    title: "Sign in to see this",
    text: "Bought as a guest on another device? Open the link in your mail, or create an account with the same address.",
    ended: {
      title: "Your session has ended",
      elsewhere: "It was ended on another device, or by a new password. Sign in to go on.",
      lost: "The network lost what would have renewed it. Sign in to go on.",
    },
    signIn: "Sign in",
    register: "Create account",
  },
  de: {
    title: "Melde dich an, um das zu sehen",
    text: "Auf einem anderen Gerät als Gast gekauft? Öffne den Link in deiner Mail oder lege mit derselben Adresse ein Konto an.",
    ended: {
      title: "Deine Sitzung ist beendet",
      elsewhere:
        "Sie wurde auf einem anderen Gerät oder durch ein neues Passwort beendet. Melde dich an, um weiterzumachen.",
      lost: "Das Netz hat verloren, was sie verlängert hätte. Melde dich an, um weiterzumachen.",
    },
    signIn: "Anmelden",
    register: "Konto anlegen",
  },
};

export function RequireAccount({ children }: { children: (account: Account) => ReactNode }) {
  const t = useMessages(texts);
  const { account } = useIdentity();
  const { href } = useLocation();
  if (account) return children(account);
  const ending = endedBy();
  return (
    <StatePage icon="user" title={ending ? t.ended.title : t.title} text={ending ? t.ended[ending] : t.text}>
      <ButtonLink to="/sign-in" search={{ next: href }}>
        {t.signIn}
      </ButtonLink>
      <ButtonLink to="/register" search={{ next: href }} look="secondary">
        {t.register}
      </ButtonLink>
    </StatePage>
  );
}
