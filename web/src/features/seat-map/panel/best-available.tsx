/** "Three together under 150": the program picks the best that fits and holds it at once. */
import { useId, useState } from "react";
import type { Wish } from "@/api/requests/reserve";
import type { EventDetails } from "@/api/types";
import { Button } from "@/components/button";
import { SelectField } from "@/components/form/select-field";
import { QuantityStepper } from "@/components/quantity-stepper";
import { formatMoneyShort } from "@/lib/format/money";
import { useLocale, useMessages } from "@/lib/i18n/context";
import type { HallTiers } from "../choosing/prices";
import { texts } from "../texts";

interface BestAvailableProps {
  event: EventDetails;
  /** Those that the hall sells seats of. */
  tiers: HallTiers;
  isBusy: boolean;
  onFind: (wish: Wish) => void;
}

const USUAL = 2;

export function BestAvailable({ event, tiers, isBusy, onFind }: BestAvailableProps) {
  const t = useMessages(texts);
  const { tag } = useLocale();
  const id = useId();
  const [quantity, setQuantity] = useState(Math.min(USUAL, event.max_tickets_per_order));
  const [tier, setTier] = useState("");
  const [highest, setHighest] = useState("");
  const [isTogether, setTogether] = useState(true);
  const prices = pricesOf(event).map((amount) => ({
    value: String(amount),
    label: t.under(formatMoneyShort({ amount, currency: event.currency }, tag)),
  }));
  const named = tiers.flatMap((tier) => (tier ? [{ value: tier.id, label: tier.name }] : []));
  const find = () =>
    onFind({
      best_available: {
        quantity,
        together: isTogether,
        ...(tier ? { tier } : {}),
        ...(highest ? { max_price: Number(highest) } : {}),
      },
    });
  return (
    <section aria-labelledby={id} className="rounded-card border border-line bg-surface p-4">
      <h2 id={id} className="text-lg font-bold">
        {t.best}
      </h2>
      <p className="mt-0.5 text-sm text-ink-soft">{t.bestText}</p>
      <div className="mt-3 flex items-center justify-between gap-3">
        <span className="font-semibold">{t.howMany}</span>
        <QuantityStepper
          label={t.howMany}
          value={quantity}
          least={1}
          most={event.max_tickets_per_order}
          onChange={setQuantity}
        />
      </div>
      {named.length > 1 && (
        <SelectField
          label={t.tier}
          className="mt-3"
          value={tier}
          onChange={(change) => setTier(change.currentTarget.value)}
          options={[{ value: "", label: t.anyTier }, ...named]}
        />
      )}
      <SelectField
        label={t.upTo}
        className="mt-3"
        value={highest}
        onChange={(change) => setHighest(change.currentTarget.value)}
        options={[{ value: "", label: t.anyPrice }, ...prices]}
      />
      <label className="mt-2 flex min-h-11 items-center gap-3">
        <input
          type="checkbox"
          className="size-5 accent-accent"
          checked={isTogether}
          onChange={(change) => setTogether(change.currentTarget.checked)}
        />
        <span className="font-medium">{t.together}</span>
      </label>
      <Button look="secondary" className="mt-2 w-full" busy={isBusy} onClick={find}>
        {t.find(quantity)}
      </Button>
    </section>
  );
}

/** What one place may cost in the end, with its fee. */
function pricesOf({ tiers }: EventDetails): number[] {
  return [...new Set(tiers.map((tier) => tier.price.amount + tier.fee.amount))].sort((a, b) => a - b);
}
