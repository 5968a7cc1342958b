/** What places cost, fees and all, and how many of each are left as it stands. */
import type { EventDetails, Tier } from "@/api/types";
import { classNames } from "@/lib/class-names";
import { formatMoney } from "@/lib/format/money";
import { useLocale, useMessages } from "@/lib/i18n/context";
import { saleStateOf } from "./sale-state";
import { texts } from "./texts";

/** From here on the number is said as a warning. */
const FEW = 0.05;

export function TierTable({ event }: { event: EventDetails }) {
  const isOver = ["cancelled", "ended"].includes(saleStateOf(event, Date.now()));
  return (
    <ul className="overflow-hidden rounded-card border border-line bg-surface">
      {event.tiers.map((tier) => (
        <TierRow key={tier.id} tier={tier} isOver={isOver} />
      ))}
    </ul>
  );
}

function TierRow({ tier, isOver }: { tier: Tier; isOver: boolean }) {
  const t = useMessages(texts);
  const { tag } = useLocale();
  const share = tier.capacity > 0 ? tier.available / tier.capacity : 0;
  const count = new Intl.NumberFormat(tag).format(tier.available);
  const isFew = share <= FEW;
  const said = tier.available === 0 ? t.none : isFew ? t.fewLeft(count) : t.left(count);
  return (
    <li
      className={classNames(
        "grid grid-cols-[1fr_auto] items-center gap-x-4 border-b border-line px-4 py-3.5 last:border-b-0 sm:px-5",
        tier.available === 0 && "text-ink-soft",
      )}
    >
      <p className="font-display text-lg font-bold">{tier.name}</p>
      <p className="text-right">
        <span className="text-lg font-bold tabular-nums">{formatMoney(tier.price, tag)}</span>
        <span className="block text-sm text-ink-soft tabular-nums">
          {tier.fee.amount > 0 ? t.fee(formatMoney(tier.fee, tag)) : t.noFee}
        </span>
      </p>
      {!isOver && (
        <div className="col-span-2 mt-1.5 flex items-center gap-3">
          <div className="h-1.5 grow overflow-hidden rounded-full bg-sunken" aria-hidden="true">
            <div
              className={classNames(
                "h-full origin-left rounded-full transition-transform duration-700",
                isFew ? "bg-warn" : "bg-accent",
              )}
              style={{ transform: `scaleX(${share})` }}
            />
          </div>
          <p className={classNames("text-sm font-semibold tabular-nums", isFew && tier.available > 0 && "text-warn")}>
            {said}
          </p>
        </div>
      )}
    </li>
  );
}
