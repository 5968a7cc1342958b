/** How one pays. */
import { useEffect, useRef } from "react";
import type { PaymentMethods } from "@/api/requests/payment-methods";
import type { Payment } from "@/api/types";
import { Button } from "@/components/button";
import { Field } from "@/components/form/field";
import { FormFault } from "@/components/form/form-fault";
import { SelectField } from "@/components/form/select-field";
import { Icon, type IconName } from "@/components/icon";
import { useMessages } from "@/lib/i18n/context";
import type { Notice } from "./machine";
import type { Method } from "./payment-fields";
import { TestNumbers } from "./test-numbers";
import { texts } from "./texts";
import { usePaymentForm } from "./use-payment-form";

const ICONS: Record<Method, IconName> = { card: "card", upi: "phone", net_banking: "bank" };
const BANKS = ["", "demo_ok", "demo_decline"] as const;

interface PaymentFormProps {
  /** At least one way to pay. */
  offered: PaymentMethods;
  total: string;
  notice: Notice | null;
  busy: boolean;
  onPay: (payment: Payment) => void;
}

export function PaymentForm({ offered, total, notice, busy, onPay }: PaymentFormProps) {
  const t = useMessages(texts);
  const form = usePaymentForm(offered, onPay);
  const { refuse } = form;
  const told = useRef<Notice | null>(null);
  useEffect(() => {
    if (notice === told.current) return;
    told.current = notice;
    if (notice?.kind === "refused") refuse(notice.fields);
  }, [notice, refuse]);
  return (
    <form noValidate onSubmit={form.onSubmit} className="flex flex-col gap-5">
      <FormFault>{notice && inWords(notice, t)}</FormFault>
      <fieldset className="grid auto-cols-fr grid-flow-col gap-2 sm:gap-3">
        <legend className="mb-2 text-sm font-semibold">{t.payWith}</legend>
        {offered.methods.map((method) => (
          <label
            key={method}
            className="flex min-h-16 cursor-pointer flex-col items-center justify-center gap-1 rounded-control border border-line-strong bg-surface p-2 text-center text-sm font-semibold has-checked:border-accent has-checked:bg-accent-soft has-checked:ring-1 has-checked:ring-accent has-focus-visible:outline-3 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus"
          >
            <input
              type="radio"
              name="method"
              value={method}
              checked={form.method === method}
              onChange={() => form.setMethod(method)}
              className="sr-only"
            />
            <Icon name={ICONS[method]} />
            {t.methods[method]}
          </label>
        ))}
      </fieldset>
      {form.method === "card" && <CardFields bind={form.bind} />}
      {form.method === "upi" && (
        <Field label={t.vpa} hint={t.vpaHint} inputMode="email" autoComplete="off" {...form.bind("vpa")} />
      )}
      {form.method === "net_banking" && <BankField bind={form.bind} />}
      <Button type="submit" size="large" busy={busy}>
        {busy ? t.paying : t.pay(total)}
      </Button>
      <p className="text-center text-sm text-ink-soft">{t.secure}</p>
      {offered.is_test && <TestNumbers />}
    </form>
  );
}

type Bind = ReturnType<typeof usePaymentForm>["bind"];

function CardFields({ bind }: { bind: Bind }) {
  const t = useMessages(texts);
  return (
    <div className="grid grid-cols-2 gap-4">
      <Field
        label={t.cardNumber}
        inputMode="numeric"
        autoComplete="cc-number"
        placeholder="1234 1234 1234 1234"
        className="col-span-2"
        {...bind("number")}
      />
      <Field label={t.expiry} hint={t.expiryHint} inputMode="numeric" autoComplete="cc-exp" {...bind("expiry")} />
      <Field label={t.cvc} hint={t.cvcHint} inputMode="numeric" autoComplete="cc-csc" {...bind("cvc")} />
    </div>
  );
}

function BankField({ bind }: { bind: Bind }) {
  const t = useMessages(texts);
  const options = BANKS.map((bank) => ({ value: bank, label: t.banks[bank] }));
  return <SelectField label={t.bank} options={options} {...bind("bank")} />;
}

function inWords(notice: Notice, t: (typeof texts)["en"]): string {
  switch (notice.kind) {
    case "declined":
      if (notice.reason === "card_declined" || notice.reason === "insufficient_funds") return t.declined[notice.reason];
      return t.declined.other;
    case "refused":
      return t.refused;
    case "signed-out":
      return t.signedOut;
    case "failed":
      return t.failed;
  }
}
