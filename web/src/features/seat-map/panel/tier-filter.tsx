/** Prices: what each costs, how it looks on the map, how many are left; a press shows only those. */
import { classNames } from "@/lib/class-names";
import { formatMoneyShort } from "@/lib/format/money";
import { useLocale, useMessages } from "@/lib/i18n/context";
import type { Filter, HallTiers } from "../choosing/prices";
import type { Counts } from "../hall/use-counts";
import { texts } from "../texts";
import { TierSign } from "../tier-sign";

interface TierFilterProps {
  tiers: HallTiers;
  counts: Counts;
  filter: Filter;
  onFilter: (filter: Filter) => void;
  hasAccessible: boolean;
}

export function TierFilter({ tiers, counts, filter, onFilter, hasAccessible }: TierFilterProps) {
  const t = useMessages(texts);
  const { tag } = useLocale();
  const toggle = (index: number) => {
    const chosen = new Set(filter.tiers);
    if (!chosen.delete(index)) chosen.add(index);
    onFilter({ ...filter, tiers: chosen });
  };
  const isFiltered = filter.tiers.size > 0 || filter.isAccessible;
  return (
    <section aria-labelledby="tier-filter">
      <div className="flex min-h-9 items-center justify-between">
        <h2 id="tier-filter" className="text-lg font-bold">
          {t.prices}
        </h2>
        {isFiltered && (
          <button
            type="button"
            className="min-h-9 rounded-control px-2 text-sm font-semibold text-accent hover:bg-sunken"
            onClick={() => onFilter({ tiers: new Set(), isAccessible: false })}
          >
            {t.clearFilter}
          </button>
        )}
      </div>
      <ul className="mt-1 flex flex-col gap-1">
        {tiers.map((tier, index) => {
          if (!tier) return null;
          const left = counts.tiers[index] ?? 0;
          const isOn = filter.tiers.has(index);
          return (
            <li key={tier.id}>
              <button
                type="button"
                aria-pressed={isOn}
                onClick={() => toggle(index)}
                className={classNames(
                  "flex min-h-11 w-full items-center gap-3 rounded-control border px-3 py-1.5 text-left hover:bg-sunken",
                  isOn ? "border-accent bg-accent-soft" : "border-transparent",
                )}
              >
                <TierSign tier={index} />
                <span className="grow font-medium">{tier.name}</span>
                <span className="text-sm text-ink-faint tabular-nums">
                  {left === 0 ? t.noneLeft : t.left(left, left.toLocaleString(tag))}
                </span>
                <span className="min-w-14 text-right font-semibold tabular-nums">
                  {formatMoneyShort(tier.price, tag)}
                </span>
              </button>
            </li>
          );
        })}
      </ul>
      {hasAccessible && (
        <label className="mt-1 flex min-h-11 items-center gap-3 rounded-control px-3 hover:bg-sunken">
          <input
            type="checkbox"
            className="size-5 accent-accent"
            checked={filter.isAccessible}
            onChange={(change) => onFilter({ ...filter, isAccessible: change.currentTarget.checked })}
          />
          <span className="grow font-medium">{t.accessibleOnly}</span>
          <span className="text-sm text-ink-faint tabular-nums">
            {counts.accessible === 0 ? t.noneLeft : t.left(counts.accessible, counts.accessible.toLocaleString(tag))}
          </span>
        </label>
      )}
    </section>
  );
}
