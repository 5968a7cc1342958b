/** Becoming somebody, and being somebody: `/sign-in`, `/register`, `/account` and what mailed links open. */
import { useLocation, useNavigate, useRouter, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { AccountScreen } from "@/features/account/account-screen";
import { ForgotPasswordScreen, ResetPasswordScreen, VerifyScreen } from "@/features/account/mailed-links";
import { RegisterScreen, SignInScreen } from "@/features/account/sign-in-screen";
import { notify } from "@/lib/notices";
import { RequireAccount } from "../shell/require-account";

function useGoOn(next: string | undefined): () => void {
  const router = useRouter();
  return () => router.history.replace(next ?? "/");
}

export function SignInRoute() {
  const { next } = useSearch({ from: "/sign-in" });
  return <SignInScreen next={next} onDone={useGoOn(next)} />;
}

export function RegisterRoute() {
  const { next } = useSearch({ from: "/register" });
  return <RegisterScreen next={next} onDone={useGoOn(next)} />;
}

export function AccountRoute() {
  const navigate = useNavigate();
  return (
    <RequireAccount>
      {(account) => <AccountScreen account={account} onLeave={() => navigate({ to: "/" })} />}
    </RequireAccount>
  );
}

function useMailedToken() {
  const { hash } = useLocation();
  const navigate = useNavigate();
  // Read once: a leap within the page, such as to its content, changes what stands there.
  const [token] = useState(() => new URLSearchParams(hash).get("token"));
  const onDone = (told: string) => {
    notify("good", told);
    // The used link doesn't stay in the history.
    navigate({ to: "/account", replace: true });
  };
  return { token, onDone };
}

export function VerifyRoute() {
  return <VerifyScreen {...useMailedToken()} />;
}

export function ResetPasswordRoute() {
  return <ResetPasswordScreen {...useMailedToken()} />;
}

export function ForgotPasswordRoute() {
  return <ForgotPasswordScreen />;
}
