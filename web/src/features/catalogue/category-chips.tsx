/** Kinds of events, one press away. */
import { classNames } from "@/lib/class-names";
import { useMessages } from "@/lib/i18n/context";
import { CATEGORIES, type EventSearch } from "./search";
import { texts } from "./texts";

interface CategoryChipsProps {
  chosen: EventSearch["category"];
  onChoose: (category: EventSearch["category"]) => void;
}

export function CategoryChips({ chosen, onChoose }: CategoryChipsProps) {
  const t = useMessages(texts);
  return (
    <fieldset className="scroll-row -mx-4 flex min-w-0 grow gap-2 overflow-x-auto px-4 py-1">
      <legend className="sr-only">{t.categoryLabel}</legend>
      {[undefined, ...CATEGORIES].map((category) => {
        const isChosen = category === chosen;
        return (
          <button
            key={category ?? "all"}
            type="button"
            aria-pressed={isChosen}
            onClick={() => onChoose(category)}
            className={classNames(
              "min-h-11 shrink-0 rounded-full border px-4 font-semibold transition-colors",
              isChosen ? "border-ink bg-ink text-canvas" : "border-line bg-surface hover:border-ink",
            )}
          >
            {t.categories[category ?? "all"]}
          </button>
        );
      })}
    </fieldset>
  );
}
