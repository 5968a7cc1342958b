/** Making an account. */
import { register } from "@/api/requests/accounts";
import type { Account } from "@/api/types";
import { Button } from "@/components/button";
import { Field } from "@/components/form/field";
import { FormFault } from "@/components/form/form-fault";
import { useMessages } from "@/lib/i18n/context";
import { texts } from "./texts";
import { useAccountForm } from "./use-account-form";

export function RegisterForm({ onDone }: { onDone: (account: Account) => void }) {
  const t = useMessages(texts);
  const form = useAccountForm({
    fields: ["name", "email", "password"],
    newPassword: true,
    submit: async (values) => onDone(await register(values)),
  });
  return (
    <form noValidate onSubmit={form.onSubmit} className="flex flex-col gap-4">
      <FormFault>{form.problem}</FormFault>
      <Field label={t.name} autoComplete="name" {...form.bind("name")} />
      <Field label={t.email} type="email" autoComplete="email" inputMode="email" {...form.bind("email")} />
      <Field
        label={t.password}
        type="password"
        autoComplete="new-password"
        hint={t.passwordHint}
        {...form.bind("password")}
      />
      <Button type="submit" busy={form.busy}>
        {t.register}
      </Button>
    </form>
  );
}
