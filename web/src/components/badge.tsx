/** A word about a thing's state. The word carries the meaning; the colour only repeats it. */
import type { ReactNode } from "react";
import { classNames } from "@/lib/class-names";

export type BadgeTone = "neutral" | "good" | "warn" | "bad" | "info";

const TONES: Record<BadgeTone, string> = {
  neutral: "bg-sunken text-ink-soft",
  good: "bg-accent-soft text-accent",
  warn: "bg-warn-soft text-warn",
  bad: "bg-danger-soft text-danger",
  info: "bg-info-soft text-info",
};

export function Badge({ tone = "neutral", children }: { tone?: BadgeTone; children: ReactNode }) {
  return (
    <span
      className={classNames(
        "inline-flex items-center whitespace-nowrap rounded-full px-2.5 py-1 text-xs font-bold leading-none",
        TONES[tone],
      )}
    >
      {children}
    </span>
  );
}
