/** Places without numbers: how many are left of each kind at this moment, and how many one takes. */
import { type ReactNode, useEffect, useRef, useState } from "react";
import type { Tier } from "@/api/types";
import { Button } from "@/components/button";
import { QuantityStepper } from "@/components/quantity-stepper";
import { classNames } from "@/lib/class-names";
import { formatMoney, formatMoneyShort } from "@/lib/format/money";
import { useLocale, useMessages } from "@/lib/i18n/context";
import { announce } from "@/lib/notices";
import { isNearlyGone, mostOf, quantityWithin } from "./quantity-of";
import { texts } from "./texts";

export interface GeneralSection {
  id: string;
  name: string;
  tier: Tier;
  available: number;
  capacity: number;
  /** How the map marks it. */
  sign: ReactNode;
}

export interface GeneralAdmissionProps {
  sections: readonly GeneralSection[];
  mostPerOrder: number;
  /** The section that is being claimed. */
  busy: string | null;
  /** The section that was pointed at on the map; a new object for each time. */
  wanted: { section: string } | null;
  onHold: (section: string, quantity: number) => void;
}

export function GeneralAdmission({ sections, mostPerOrder, busy, wanted, onHold }: GeneralAdmissionProps) {
  const t = useMessages(texts);
  const [quantities, setQuantities] = useState<Readonly<Record<string, number>>>({});
  useEffect(() => {
    if (!wanted) return;
    setQuantities((all) => ({ ...all, [wanted.section]: Math.max(1, all[wanted.section] ?? 0) }));
  }, [wanted]);
  return (
    <section aria-labelledby="general-admission">
      <h2 id="general-admission" className="text-lg font-bold">
        {t.title}
      </h2>
      <p className="mt-0.5 text-sm text-ink-soft">{t.text}</p>
      <ul className="mt-3 flex flex-col gap-2">
        {sections.map((section) => (
          <SectionCard
            key={section.id}
            section={section}
            wanted={quantities[section.id] ?? 0}
            mostPerOrder={mostPerOrder}
            isBusy={busy === section.id}
            pointedAt={wanted?.section === section.id ? wanted : null}
            onChange={(quantity) => setQuantities((all) => ({ ...all, [section.id]: quantity }))}
            onHold={onHold}
          />
        ))}
      </ul>
    </section>
  );
}

interface SectionCardProps {
  section: GeneralSection;
  wanted: number;
  mostPerOrder: number;
  isBusy: boolean;
  pointedAt: object | null;
  onChange: (quantity: number) => void;
  onHold: (section: string, quantity: number) => void;
}

function SectionCard({ section, wanted, mostPerOrder, isBusy, pointedAt, onChange, onHold }: SectionCardProps) {
  const t = useMessages(texts);
  const { tag } = useLocale();
  const card = useRef<HTMLLIElement>(null);
  const { tier, available } = section;
  const quantity = quantityWithin(wanted, available, mostPerOrder);
  const isLowered = quantity < wanted && !isBusy;
  useEffect(() => {
    if (pointedAt) card.current?.scrollIntoView({ block: "nearest" });
  }, [pointedAt]);
  useEffect(() => {
    if (!isLowered) return;
    announce(t.fewer);
    onChange(quantity);
  }, [isLowered, quantity, onChange, t]);
  const total = { amount: (tier.price.amount + tier.fee.amount) * quantity, currency: tier.price.currency };
  const isNearly = isNearlyGone(available, section.capacity);
  const count = available.toLocaleString(tag);
  return (
    <li
      ref={card}
      data-testid={`general-${section.name}`}
      className={classNames("rounded-card border bg-surface p-4", quantity > 0 ? "border-accent" : "border-line")}
    >
      <div className="flex items-start gap-3">
        <span className="mt-1">{section.sign}</span>
        <div className="min-w-0 grow">
          <h3 className="font-semibold">{section.name}</h3>
          <p className="text-sm text-ink-soft">
            <span className="font-semibold text-ink">{formatMoneyShort(tier.price, tag)}</span>
            {tier.fee.amount > 0 && ` ${t.each(formatMoneyShort(tier.fee, tag))}`}
          </p>
          <p className={classNames("text-sm tabular-nums", isNearly ? "font-semibold text-warn" : "text-ink-faint")}>
            {available === 0 ? t.none : isNearly ? t.few(count) : t.left(count)}
          </p>
        </div>
        <QuantityStepper
          label={t.howMany(section.name)}
          value={quantity}
          least={0}
          most={mostOf(available, mostPerOrder)}
          onChange={onChange}
        />
      </div>
      {(quantity > 0 || isBusy) && (
        <Button className="mt-3 w-full" busy={isBusy} onClick={() => onHold(section.id, quantity)}>
          {t.hold(quantity, formatMoney(total, tag))}
        </Button>
      )}
    </li>
  );
}
