/** Signing in with a password. */
import { Link } from "@tanstack/react-router";
import { signIn } from "@/api/requests/accounts";
import type { Account } from "@/api/types";
import { Button } from "@/components/button";
import { Field } from "@/components/form/field";
import { FormFault } from "@/components/form/form-fault";
import { useMessages } from "@/lib/i18n/context";
import { texts } from "./texts";
import { useAccountForm } from "./use-account-form";

export function SignInForm({ onDone }: { onDone: (account: Account) => void }) {
  const t = useMessages(texts);
  const form = useAccountForm({
    fields: ["email", "password"],
    newPassword: false,
    submit: async ({ email, password }) => onDone(await signIn({ email, password })),
  });
  return (
    <form noValidate onSubmit={form.onSubmit} className="flex flex-col gap-4">
      <FormFault>{form.problem}</FormFault>
      <Field label={t.email} type="email" autoComplete="username" inputMode="email" {...form.bind("email")} />
      <Field label={t.password} type="password" autoComplete="current-password" {...form.bind("password")} />
      <Button type="submit" busy={form.busy}>
        {t.signIn}
      </Button>
      <Link to="/forgot-password" className="self-start text-sm font-semibold text-accent underline underline-offset-4">
        {t.forgot}
      </Link>
    </form>
  );
}
