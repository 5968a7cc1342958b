/** A labelled input with its hint and its fault, tied together for screen readers. */
import { type InputHTMLAttributes, type Ref, useId } from "react";
import { classNames } from "@/lib/class-names";
import { Icon } from "../icon";

interface FieldProps extends Omit<InputHTMLAttributes<HTMLInputElement>, "id"> {
  label: string;
  hint?: string | undefined;
  fault?: string | undefined;
  ref?: Ref<HTMLInputElement>;
}

export const inputClass =
  "w-full min-h-11 rounded-control border bg-surface px-3.5 text-base text-ink placeholder:text-ink-faint disabled:opacity-60";

export function Field({ label, hint, fault, className, ...input }: FieldProps) {
  const id = useId();
  const described = [fault ? `${id}-fault` : "", hint ? `${id}-hint` : ""].filter(Boolean).join(" ");
  return (
    <div className={classNames("flex flex-col gap-1.5", className)}>
      <label htmlFor={id} className="text-sm font-semibold">
        {label}
      </label>
      <input
        {...input}
        id={id}
        className={classNames(inputClass, fault ? "border-danger" : "border-line-strong")}
        aria-invalid={fault ? true : undefined}
        aria-describedby={described || undefined}
      />
      {hint && !fault && (
        <p id={`${id}-hint`} className="text-sm text-ink-faint">
          {hint}
        </p>
      )}
      {fault && <FieldFault id={`${id}-fault`}>{fault}</FieldFault>}
    </div>
  );
}

/** What is wrong with a field, under it; the field says by `aria-describedby` that this is about it. */
export function FieldFault({ id, children }: { id: string; children: string }) {
  return (
    <p id={id} className="flex items-start gap-1.5 text-sm font-medium text-danger">
      <Icon name="alert" className="mt-0.5 size-4 shrink-0" />
      {children}
    </p>
  );
}
