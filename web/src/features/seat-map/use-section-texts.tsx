/** What is said of a section: its name, how many places it has left, and from which price. */
import { type ReactNode, useMemo } from "react";
import { formatMoneyShort } from "@/lib/format/money";
import { useLocale, useMessages } from "@/lib/i18n/context";
import type { HallTiers } from "./choosing/prices";
import { at, type Hall, NONE } from "./hall/hall";
import type { Counts } from "./hall/use-counts";
import { texts } from "./texts";
import { TierSign } from "./tier-sign";
import type { SectionLabel } from "./view/overlay";

export interface SectionTexts {
  label: (section: number) => SectionLabel;
  whole: (section: number) => string;
  price: (section: number) => string;
  sign: (section: number) => ReactNode;
}

export function useSectionTexts(hall: Hall, tiers: HallTiers, counts: Counts): SectionTexts {
  const t = useMessages(texts);
  const { tag } = useLocale();
  const prices = useMemo(() => hall.sections.map((_, index) => lowestPrice(hall, tiers, index)), [hall, tiers]);
  return useMemo(() => {
    const price = (section: number) => {
      const lowest = prices[section];
      return lowest ? formatMoneyShort(lowest, tag) : "";
    };
    const left = (section: number) => {
      const count = counts.sections[section] ?? 0;
      return count === 0 ? t.noneLeft : t.left(count, count.toLocaleString(tag));
    };
    const nameOf = (section: number) => hall.sections[section]?.name ?? "";
    return {
      price,
      label: (section) => ({ name: nameOf(section), short: shortName(nameOf(section)), note: left(section) }),
      whole: (section) => [nameOf(section), left(section), t.from(price(section))].join(", "),
      sign: (section) => <TierSign tier={at(hall.tier, hall.sections[section]?.first ?? 0)} />,
    };
  }, [hall, prices, counts, t, tag]);
}

/** The last word of `Section 101` or `Floor A`, where the name is too long for its place and that word tells it from others. */
export function shortName(name: string): string {
  const last = /\S+$/.exec(name)?.[0] ?? name;
  return /\d/.test(last) || last.length <= 2 ? last : name;
}

function lowestPrice(hall: Hall, tiers: HallTiers, section: number) {
  const { first, count } = hall.sections[section] ?? { first: 0, count: 0 };
  const found = new Set<number>();
  let last = -1;
  for (let unit = first; unit < first + count; unit += 1) {
    const tier = at(hall.tier, unit);
    if (tier !== last) found.add(tier);
    last = tier;
  }
  found.delete(NONE);
  const prices = [...found].flatMap((tier) => tiers[tier]?.price ?? []);
  return prices.length > 0 ? prices.reduce((least, price) => (price.amount < least.amount ? price : least)) : null;
}
