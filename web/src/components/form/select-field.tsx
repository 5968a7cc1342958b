/** A labelled choice of one. The browser's own list: every device shows the one that suits it. */
import { type SelectHTMLAttributes, useId } from "react";
import { classNames } from "@/lib/class-names";
import { Icon } from "../icon";
import { FieldFault, inputClass } from "./field";

interface SelectFieldProps extends Omit<SelectHTMLAttributes<HTMLSelectElement>, "id"> {
  label: string;
  /** Said to screen readers only, where the choices speak for themselves. */
  hidesLabel?: boolean;
  options: readonly { value: string; label: string }[];
  fault?: string | undefined;
}

export function SelectField({ label, hidesLabel = false, options, fault, className, ...select }: SelectFieldProps) {
  const id = useId();
  return (
    <div className={classNames("flex flex-col gap-1.5", className)}>
      <label htmlFor={id} className={hidesLabel ? "sr-only" : "text-sm font-semibold"}>
        {label}
      </label>
      <div className="relative">
        <select
          {...select}
          id={id}
          className={classNames(inputClass, "appearance-none pr-10", fault ? "border-danger" : "border-line-strong")}
          aria-invalid={fault ? true : undefined}
          aria-describedby={fault ? `${id}-fault` : undefined}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
        <Icon name="chevron" className="pointer-events-none absolute right-3 top-3 size-5 text-ink-faint" />
      </div>
      {fault && <FieldFault id={`${id}-fault`}>{fault}</FieldFault>}
    </div>
  );
}
