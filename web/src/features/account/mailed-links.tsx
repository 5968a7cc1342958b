/** What mailed links open: proving an address, a new password. Their token stands after `#`, so no server's log ever has it. */
import { useState } from "react";
import { hasCode } from "@/api/problem";
import { forgotPassword, resetPassword, verifyAddress } from "@/api/requests/accounts";
import { Button, ButtonLink } from "@/components/button";
import { Field } from "@/components/form/field";
import { FormFault } from "@/components/form/form-fault";
import { StatePage } from "@/components/state-page";
import { useMessages } from "@/lib/i18n/context";
import { usePageTitle } from "@/lib/page-title";
import { AccountFrame } from "./account-frame";
import { texts } from "./texts";
import { useAccountForm } from "./use-account-form";

interface LinkScreenProps {
  token: string | null;
  onDone: (told: string) => void;
}

export function VerifyScreen({ token, onDone }: LinkScreenProps) {
  const t = useMessages(texts);
  usePageTitle(t.verifyTitle);
  const [asksPassword, setAsksPassword] = useState(false);
  const form = useAccountForm({
    fields: asksPassword ? ["password"] : [],
    newPassword: true,
    submit: async ({ password }) => {
      if (!token) return;
      try {
        await verifyAddress(asksPassword ? { token, password } : { token });
        onDone(t.verifyDone);
      } catch (error) {
        if (!hasCode(error, "password_required")) throw error;
        setAsksPassword(true);
      }
    },
  });
  if (!token) return <BrokenLink />;
  return (
    <AccountFrame title={t.verifyTitle} text={asksPassword ? t.verifyPassword : t.verifyText}>
      <form noValidate onSubmit={form.onSubmit} className="flex flex-col gap-4">
        <FormFault>{form.problem}</FormFault>
        {asksPassword && (
          <Field
            label={t.newPassword}
            type="password"
            autoComplete="new-password"
            hint={t.passwordHint}
            {...form.bind("password")}
          />
        )}
        <Button type="submit" busy={form.busy}>
          {t.verifyDo}
        </Button>
      </form>
    </AccountFrame>
  );
}

export function ResetPasswordScreen({ token, onDone }: LinkScreenProps) {
  const t = useMessages(texts);
  usePageTitle(t.resetTitle);
  const form = useAccountForm({
    fields: ["password"],
    newPassword: true,
    submit: async ({ password }) => {
      if (!token) return;
      await resetPassword({ token, password });
      onDone(t.resetDone);
    },
  });
  if (!token) return <BrokenLink />;
  return (
    <AccountFrame title={t.resetTitle}>
      <form noValidate onSubmit={form.onSubmit} className="flex flex-col gap-4">
        <FormFault>{form.problem}</FormFault>
        <Field
          label={t.newPassword}
          type="password"
          autoComplete="new-password"
          hint={t.passwordHint}
          {...form.bind("password")}
        />
        <Button type="submit" busy={form.busy}>
          {t.resetDo}
        </Button>
      </form>
    </AccountFrame>
  );
}

function BrokenLink() {
  const t = useMessages(texts);
  const [title, text] = t.linkMissing;
  return (
    <StatePage icon="alert" title={title} text={text}>
      <ButtonLink to="/forgot-password">{t.forgotTitle}</ButtonLink>
    </StatePage>
  );
}

export function ForgotPasswordScreen() {
  const t = useMessages(texts);
  usePageTitle(t.forgotTitle);
  const [sent, setSent] = useState(false);
  const form = useAccountForm({
    fields: ["email"],
    newPassword: false,
    submit: async ({ email }) => {
      await forgotPassword(email);
      setSent(true);
    },
  });
  return (
    <AccountFrame title={t.forgotTitle} text={t.forgotText}>
      {sent ? (
        <p role="status">{t.forgotDone}</p>
      ) : (
        <form noValidate onSubmit={form.onSubmit} className="flex flex-col gap-4">
          <FormFault>{form.problem}</FormFault>
          <Field label={t.email} type="email" autoComplete="email" inputMode="email" {...form.bind("email")} />
          <Button type="submit" busy={form.busy}>
            {t.forgotSend}
          </Button>
        </form>
      )}
    </AccountFrame>
  );
}
