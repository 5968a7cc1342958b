/** `/sign-in` and `/register`. */
import { Link } from "@tanstack/react-router";
import type { Account } from "@/api/types";
import { useMessages } from "@/lib/i18n/context";
import { usePageTitle } from "@/lib/page-title";
import { AccountFrame } from "./account-frame";
import { RegisterForm } from "./register-form";
import { SignInForm } from "./sign-in-form";
import { texts } from "./texts";

interface SignInScreenProps {
  /** Where the person wanted to go. */
  next: string | undefined;
  onDone: (account: Account) => void;
}

const linkClass = "font-semibold text-accent underline underline-offset-4";

export function SignInScreen({ next, onDone }: SignInScreenProps) {
  const t = useMessages(texts);
  usePageTitle(t.signIn);
  return (
    <AccountFrame title={t.signInTitle}>
      <SignInForm onDone={onDone} />
      <p className="mt-5 border-t border-line pt-4 text-sm">
        {t.noAccount}{" "}
        <Link to="/register" search={{ next }} className={linkClass}>
          {t.register}
        </Link>
      </p>
    </AccountFrame>
  );
}

export function RegisterScreen({ next, onDone }: SignInScreenProps) {
  const t = useMessages(texts);
  usePageTitle(t.register);
  return (
    <AccountFrame title={t.registerTitle} text={t.registerText}>
      <RegisterForm onDone={onDone} />
      <p className="mt-5 border-t border-line pt-4 text-sm">
        {t.haveAccount}{" "}
        <Link to="/sign-in" search={{ next }} className={linkClass}>
          {t.signIn}
        </Link>
      </p>
    </AccountFrame>
  );
}
