/** The same seats as the map has, as a list: section, row, seat. For keyboards, screen readers, and whoever prefers words. */
import { useEffect, useState } from "react";
import { Icon } from "@/components/icon";
import { classNames } from "@/lib/class-names";
import { useLocale, useMessages } from "@/lib/i18n/context";
import { AVAILABLE } from "@/lib/live/unit-states";
import type { PlaceNames } from "../describe";
import { at, type HallRow, type HallSection, NONE } from "../hall/hall";
import type { Counts } from "../hall/use-counts";
import type { LiveHall } from "../hall/use-hall";
import { ofMarks } from "../map/seat-map";
import { texts } from "../texts";
import { TierSign } from "../tier-sign";
import type { Marks } from "../view/looks";

interface SeatListProps {
  live: LiveHall;
  marks: Marks;
  names: PlaceNames;
  counts: Counts;
  /** The lowest price of a section, in words. */
  priceOf: (section: number) => string;
  onSeat: (unit: number) => void;
  onGeneral: (section: number) => void;
}

export function SeatList(props: SeatListProps) {
  const { live, counts, priceOf, onGeneral } = props;
  const t = useMessages(texts);
  const { tag } = useLocale();
  const [open, setOpen] = useState<number | null>(live.hall.sections.length === 1 ? 0 : null);
  return (
    <section aria-label={t.sections} className="h-full overflow-y-auto p-3 sm:p-5">
      <ul className="mx-auto flex max-w-3xl flex-col gap-2">
        {live.hall.sections.map((section, index) => {
          const left = counts.sections[index] ?? 0;
          const isOpen = open === index;
          const toggle = () => (section.isGeneral ? onGeneral(index) : setOpen(isOpen ? null : index));
          return (
            <li key={section.id} className="rounded-card border border-line bg-surface">
              <h2>
                <button
                  type="button"
                  aria-expanded={section.isGeneral ? undefined : isOpen}
                  className="flex min-h-14 w-full items-center gap-3 rounded-card px-4 text-left hover:bg-sunken"
                  onClick={toggle}
                >
                  <span className="grow font-semibold">{section.name}</span>
                  <span className={classNames("text-sm tabular-nums", left === 0 ? "text-ink-faint" : "text-ink-soft")}>
                    {left === 0 ? t.noneLeft : t.left(left, left.toLocaleString(tag))}
                  </span>
                  <span className="min-w-24 text-right text-sm font-semibold">
                    {left > 0 && t.from(priceOf(index))}
                  </span>
                  <Icon
                    name="chevron"
                    className={classNames(
                      "size-5 shrink-0 transition-transform",
                      section.isGeneral ? "-rotate-90" : isOpen && "rotate-180",
                    )}
                  />
                </button>
              </h2>
              {isOpen && <SectionRows {...props} section={section} />}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function SectionRows({ live, marks, names, onSeat, section }: SeatListProps & { section: HallSection }) {
  const t = useMessages(texts);
  useChangesWithin(live, section);
  const { hall } = live;
  return (
    <ul className="flex flex-col gap-4 border-t border-line px-4 py-3">
      {hall.rows.slice(section.rowFirst, section.rowEnd).map((row) =>
        byTier(live, row, marks).map(([tier, units]) => (
          <li key={units[0]}>
            <h3 className="flex flex-wrap items-center gap-x-2 text-sm">
              <span className="font-semibold">{t.row(row.label)}</span>
              <span className="flex items-center gap-1.5 text-ink-soft">
                {tier !== NONE && <TierSign tier={tier} />}
                {[names.tier(units[0] ?? 0)?.name, names.price(units[0] ?? 0)].filter(Boolean).join(" · ")}
              </span>
            </h3>
            <ul className="mt-1.5 flex flex-wrap gap-1.5">
              {units.map((unit) => (
                <li key={unit}>
                  <SeatButton live={live} marks={marks} names={names} unit={unit} onSeat={onSeat} />
                </li>
              ))}
            </ul>
          </li>
        )),
      )}
    </ul>
  );
}

/** A row's seats that are looked for, those of one price together. */
function byTier({ hall }: LiveHall, row: HallRow, { wanted }: Marks): [tier: number, units: number[]][] {
  const groups = new Map<number, number[]>();
  for (let unit = row.first; unit < row.first + row.count; unit += 1) {
    if (wanted && wanted[unit] === 0) continue;
    const tier = at(hall.tier, unit);
    groups.set(tier, [...(groups.get(tier) ?? []), unit]);
  }
  return [...groups];
}

interface SeatButtonProps extends Pick<SeatListProps, "live" | "marks" | "names" | "onSeat"> {
  unit: number;
}

/** Never disabled: who comes to it hears why it can't be had. */
function SeatButton({ live, marks, names, unit, onSeat }: SeatButtonProps) {
  const own = ofMarks(marks, unit);
  const state = at(live.feed.states ?? [], unit);
  const isFree = own.chosen || (state === AVAILABLE && names.tier(unit) !== null && !own.yours);
  return (
    <button
      type="button"
      aria-pressed={own.chosen}
      aria-disabled={!isFree}
      aria-label={names.whole(unit, own, state)}
      onClick={() => onSeat(unit)}
      className={classNames(
        "grid size-10 place-items-center rounded-lg border text-sm font-semibold tabular-nums",
        own.chosen && "border-ink bg-ink text-canvas",
        own.yours && "border-accent bg-accent text-on-accent",
        !own.chosen &&
          !own.yours &&
          (isFree ? "border-line-strong hover:bg-sunken" : "border-line text-ink-faint line-through"),
      )}
    >
      {live.hall.seats[unit]?.number}
    </button>
  );
}

/** Draws anew when one of the section's units changed. */
function useChangesWithin({ feed }: LiveHall, section: HallSection): void {
  const [, setTimes] = useState(0);
  useEffect(
    () =>
      feed.listen({
        units: (changes) => {
          const isHere = ({ unit }: { unit: number }) => unit >= section.first && unit < section.first + section.count;
          if (changes.some(isHere)) setTimes((times) => times + 1);
        },
      }),
    [feed, section],
  );
}
