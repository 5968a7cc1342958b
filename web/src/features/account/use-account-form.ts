/** What the account's forms share: values, faults shown once a field was left, one submission at a time, refusals in words. */
import { type FormEvent, useRef, useState } from "react";
import { ApiProblem, hasCode, NoAnswer } from "@/api/problem";
import { useMessages } from "@/lib/i18n/context";
import { isEmail, isPassword } from "@/lib/validation";
import { texts } from "./texts";

type FieldName = "name" | "email" | "password";
type Values = Record<FieldName, string>;

interface FormOptions {
  fields: readonly FieldName[];
  /** A new password must be a good one; an old one only has to be there. */
  newPassword: boolean;
  submit: (values: Values) => Promise<unknown>;
}

export function useAccountForm({ fields, newPassword, submit }: FormOptions) {
  const t = useMessages(texts);
  const [values, setValues] = useState<Values>({ name: "", email: "", password: "" });
  const [left, setLeft] = useState<ReadonlySet<FieldName>>(new Set());
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [refused, setRefused] = useState<Partial<Values>>({});
  const underWay = useRef(false);

  const faultOf = (field: FieldName): string | undefined => {
    const value = values[field].trim();
    if (field === "name") return value ? undefined : t.nameFault;
    if (field === "email") return isEmail(value) ? undefined : t.emailFault;
    if (!newPassword) return values.password ? undefined : t.passwordMissing;
    return isPassword(values.password) ? undefined : t.passwordFault;
  };

  const bind = (field: FieldName) => ({
    name: field,
    required: true,
    value: values[field],
    fault: refused[field] ?? (left.has(field) ? faultOf(field) : undefined),
    onChange: (event: { target: { value: string } }) => {
      setValues({ ...values, [field]: event.target.value });
      setRefused({ ...refused, [field]: undefined });
    },
    onBlur: () => values[field] && setLeft(new Set([...left, field])),
  });

  const onSubmit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setLeft(new Set(fields));
    const wrong = fields.find(faultOf);
    if (wrong) {
      event.currentTarget.querySelector<HTMLInputElement>(`[name=${wrong}]`)?.focus();
      return;
    }
    if (underWay.current) return;
    underWay.current = true;
    setBusy(true);
    setProblem(null);
    try {
      await submit({ ...values, name: values.name.trim(), email: values.email.trim() });
    } catch (error) {
      const told = error instanceof ApiProblem ? fields.filter((name) => namesField(error, name)) : [];
      setRefused(Object.fromEntries(told.map((name) => [name, t.refused[name]])));
      if (told.length === 0) setProblem(inWords(error, t));
    } finally {
      underWay.current = false;
      setBusy(false);
    }
  };

  return { bind, onSubmit, busy, problem };
}

type Texts = (typeof texts)["en"];

function namesField(problem: ApiProblem, name: FieldName): boolean {
  return problem.fields.some(({ field }) => field === name);
}

export function inWords(error: unknown, t: Texts): string {
  if (error instanceof NoAnswer) return t.offline;
  if (hasCode(error, "bad_credentials")) return t.badCredentials;
  if (hasCode(error, "email_taken")) return t.emailTaken;
  if (hasCode(error, "link_expired")) return t.linkExpired;
  if (error instanceof ApiProblem && error.status === 429) return t.limited;
  return t.failed;
}
