/** Buttons, and links that look like them. */
import { Link, type LinkProps } from "@tanstack/react-router";
import type { ButtonHTMLAttributes, ReactNode } from "react";
import { classNames } from "@/lib/class-names";
import { Spinner } from "./spinner";

export type ButtonLook = "primary" | "secondary" | "quiet" | "danger";
export type ButtonSize = "small" | "medium" | "large";

const LOOKS: Record<ButtonLook, string> = {
  primary: "bg-accent text-on-accent hover:bg-accent-strong shadow-card",
  secondary: "bg-surface text-ink border border-line-strong hover:border-ink hover:bg-sunken",
  quiet: "text-ink hover:bg-sunken",
  danger: "bg-surface text-danger border border-danger hover:bg-danger-soft",
};

const SIZES: Record<ButtonSize, string> = {
  small: "min-h-9 px-3 text-sm",
  medium: "min-h-11 px-4",
  large: "min-h-13 px-6 text-lg",
};

export function buttonClass(look: ButtonLook = "primary", size: ButtonSize = "medium", className?: string): string {
  return classNames(
    "inline-flex items-center justify-center gap-2 rounded-control font-semibold transition-colors text-center",
    "disabled:opacity-55 disabled:cursor-not-allowed disabled:shadow-none",
    LOOKS[look],
    SIZES[size],
    className,
  );
}

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: ButtonLook;
  size?: ButtonSize;
  /** Under way: says so to everyone, and takes no second press. */
  busy?: boolean;
}

export function Button({ look, size, busy = false, className, children, disabled, onClick, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={buttonClass(look, size, className)}
      disabled={disabled}
      aria-busy={busy}
      onClick={busy ? (event) => event.preventDefault() : onClick}
    >
      {busy && <Spinner />}
      {children}
    </button>
  );
}

type ButtonLinkProps = LinkProps & { look?: ButtonLook; size?: ButtonSize; className?: string; children: ReactNode };

export function ButtonLink({ look, size, className, ...link }: ButtonLinkProps) {
  return <Link {...link} className={buttonClass(look, size, className)} />;
}
