/** The payment form's values and faults: said once a field was left or the button pressed, and gone as soon as they are mended. */
import { type FormEvent, useState } from "react";
import type { FieldError } from "@/api/problem";
import type { PaymentMethods } from "@/api/requests/payment-methods";
import type { Payment } from "@/api/types";
import { useMessages } from "@/lib/i18n/context";
import {
  digitsOf,
  groupCardNumber,
  groupExpiry,
  isCardNumber,
  isCvc,
  isExpired,
  isVpa,
  type Method,
  readExpiry,
} from "./payment-fields";
import { texts } from "./texts";

export type FieldName = "number" | "expiry" | "cvc" | "vpa" | "bank";
type Values = Record<FieldName, string>;

const FIELDS: Record<Method, readonly FieldName[]> = {
  card: ["number", "expiry", "cvc"],
  upi: ["vpa"],
  net_banking: ["bank"],
};

/** The program's names of the fields. */
const FROM_SERVER: Record<string, FieldName> = {
  card_number: "number",
  exp_month: "expiry",
  exp_year: "expiry",
  cvc: "cvc",
  vpa: "vpa",
  bank: "bank",
};

export function usePaymentForm(offered: PaymentMethods, onPay: (payment: Payment) => void) {
  const t = useMessages(texts);
  const [method, setMethod] = useState<Method>(offered.methods[0] ?? "card");
  const [values, setValues] = useState<Values>({ number: "", expiry: "", cvc: "", vpa: "", bank: "" });
  const [left, setLeft] = useState<ReadonlySet<FieldName>>(new Set());
  const [refused, setRefused] = useState<Partial<Values>>({});

  const faultOf = (field: FieldName): string | undefined => {
    const value = values[field];
    switch (field) {
      case "number":
        return isCardNumber(value) ? undefined : t.faults.cardNumber;
      case "expiry": {
        const expiry = readExpiry(value);
        if (!expiry) return t.faults.expiry;
        return isExpired(expiry, new Date()) ? t.faults.expired : undefined;
      }
      case "cvc":
        return isCvc(value) ? undefined : t.faults.cvc;
      case "vpa":
        return isVpa(value) ? undefined : t.faults.vpa;
      case "bank":
        return value ? undefined : t.faults.bank;
    }
  };

  const bind = (field: FieldName) => ({
    name: field,
    value: values[field],
    fault: refused[field] ?? (left.has(field) ? faultOf(field) : undefined),
    onChange: (event: { target: { value: string } }) => {
      setValues({ ...values, [field]: shaped(field, event.target.value, values[field]) });
      setRefused({ ...refused, [field]: undefined });
    },
    onBlur: () => values[field] && setLeft(new Set([...left, field])),
  });

  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setLeft(new Set(FIELDS[method]));
    const wrong = FIELDS[method].find(faultOf);
    if (wrong) event.currentTarget.querySelector<HTMLElement>(`[name=${wrong}]`)?.focus();
    else onPay(paymentOf(method, values));
  };

  /** Shows what the program refused at the fields it named. */
  const refuse = (fields: FieldError[]) => {
    const names = fields.flatMap(({ field }) => FROM_SERVER[field.replace(/^payment\./, "")] ?? []);
    const words = offered.is_test ? { ...t.notTaken, ...t.notTakenInTest } : t.notTaken;
    setRefused(Object.fromEntries(names.map((name) => [name, words[name]])));
  };

  return { method, setMethod, bind, onSubmit, refuse };
}

function shaped(field: FieldName, typed: string, before: string): string {
  if (field === "number") return groupCardNumber(typed);
  if (field === "expiry") return groupExpiry(typed, before);
  return field === "cvc" ? digitsOf(typed).slice(0, 4) : typed;
}

function paymentOf(method: Method, values: Values): Payment {
  if (method === "upi") return { method, vpa: values.vpa.trim() };
  if (method === "net_banking") return { method, bank: values.bank };
  const expiry = readExpiry(values.expiry) ?? { month: 0, year: 0 };
  return {
    method,
    card_number: digitsOf(values.number),
    exp_month: expiry.month,
    exp_year: expiry.year,
    cvc: values.cvc,
  };
}
