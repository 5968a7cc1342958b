/** The seats that the reader chose, each with its price and a way to drop it. */
import { Icon } from "@/components/icon";
import { formatMoney } from "@/lib/format/money";
import { useLocale, useMessages } from "@/lib/i18n/context";
import type { PlaceNames } from "../describe";
import { at, type Hall } from "../hall/hall";
import { texts } from "../texts";
import { TierSign } from "../tier-sign";

interface ChoiceListProps {
  hall: Hall;
  units: readonly number[];
  names: PlaceNames;
  onRemove: (unit: number) => void;
  onClear: () => void;
}

export function ChoiceList({ hall, units, names, onRemove, onClear }: ChoiceListProps) {
  const t = useMessages(texts);
  const { tag } = useLocale();
  return (
    <section aria-labelledby="choice-list">
      <div className="flex min-h-9 items-center justify-between">
        <h2 id="choice-list" className="text-lg font-bold">
          {t.yourChoice}
        </h2>
        {units.length > 1 && (
          <button
            type="button"
            className="min-h-9 rounded-control px-2 text-sm font-semibold text-accent hover:bg-sunken"
            onClick={onClear}
          >
            {t.clear}
          </button>
        )}
      </div>
      {units.length === 0 ? (
        <p className="mt-1 text-sm text-ink-soft">{t.nothingChosen}</p>
      ) : (
        <ul className="mt-1 divide-y divide-line" data-testid="choice">
          {units.map((unit) => {
            const tier = names.tier(unit);
            return (
              <li key={unit} className="flex items-center gap-3 py-2">
                <TierSign tier={at(hall.tier, unit)} />
                <span className="min-w-0 grow">
                  <span className="block truncate font-medium">{names.place(unit)}</span>
                  <span className="block text-sm text-ink-soft">{tier?.name}</span>
                </span>
                <span className="font-semibold tabular-nums">{tier && formatMoney(tier.price, tag)}</span>
                <button
                  type="button"
                  aria-label={t.remove(names.place(unit))}
                  className="-mr-2 grid size-10 place-items-center rounded-full text-ink-soft hover:bg-sunken"
                  onClick={() => onRemove(unit)}
                >
                  <Icon name="close" className="size-4" />
                </button>
              </li>
            );
          })}
        </ul>
      )}
    </section>
  );
}
