/** Buying without a password: a name and where the tickets go. */
import { continueAsGuest } from "@/api/requests/accounts";
import type { Account } from "@/api/types";
import { Button } from "@/components/button";
import { Field } from "@/components/form/field";
import { FormFault } from "@/components/form/form-fault";
import { useMessages } from "@/lib/i18n/context";
import { texts } from "./texts";
import { useAccountForm } from "./use-account-form";

export function GuestForm({ onDone }: { onDone: (account: Account) => void }) {
  const t = useMessages(texts);
  const form = useAccountForm({
    fields: ["name", "email"],
    newPassword: false,
    submit: async ({ name, email }) => onDone(await continueAsGuest({ name, email })),
  });
  return (
    <form noValidate onSubmit={form.onSubmit} className="flex flex-col gap-4">
      <FormFault>{form.problem}</FormFault>
      <Field label={t.name} autoComplete="name" {...form.bind("name")} />
      <Field label={t.email} type="email" autoComplete="email" inputMode="email" {...form.bind("email")} />
      <Button type="submit" busy={form.busy}>
        {t.guest}
      </Button>
    </form>
  );
}
