/** How many, by two large buttons. The number is read aloud when it changes. */
import { type Catalogue, useMessages } from "@/lib/i18n/context";

const texts: Catalogue<{ fewer: (what: string) => string; more: (what: string) => string }> = {
  en: { fewer: (what) => `Fewer: ${what}`, more: (what) => `More: ${what}` },
  de: { fewer: (what) => `Weniger: ${what}`, more: (what) => `Mehr: ${what}` },
};

interface QuantityStepperProps {
  /** What is counted, for those who don't see where it stands. */
  label: string;
  value: number;
  least: number;
  most: number;
  onChange: (value: number) => void;
}

const BUTTON =
  "grid size-11 place-items-center rounded-full border border-line-strong bg-surface text-xl font-semibold leading-none hover:bg-sunken aria-disabled:cursor-not-allowed aria-disabled:border-line aria-disabled:text-ink-faint";

export function QuantityStepper({ label, value, least, most, onChange }: QuantityStepperProps) {
  const t = useMessages(texts);
  const step = (by: number) => {
    const next = Math.min(most, Math.max(least, value + by));
    if (next !== value) onChange(next);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset brings a look and a legend of its own.
    <div role="group" aria-label={label} className="flex items-center gap-2">
      <button
        type="button"
        className={BUTTON}
        aria-label={t.fewer(label)}
        aria-disabled={value <= least}
        onClick={() => step(-1)}
      >
        −
      </button>
      <output aria-live="polite" className="min-w-7 text-center text-lg font-bold tabular-nums">
        {value}
      </output>
      <button
        type="button"
        className={BUTTON}
        aria-label={t.more(label)}
        aria-disabled={value >= most}
        onClick={() => step(1)}
      >
        +
      </button>
    </div>
  );
}
