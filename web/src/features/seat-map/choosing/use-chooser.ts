/** What the reader has before them while choosing: the hall in words and prices, the choice, and the ways to hold it. */
import { useMemo, useState } from "react";
import { useLocale, useMessages } from "@/lib/i18n/context";
import { placeNames } from "../describe";
import { useCounts } from "../hall/use-counts";
import type { LiveHall } from "../hall/use-hall";
import type { SeatMapScreenProps } from "../seat-map-screen";
import { texts } from "../texts";
import { useSectionTexts } from "../use-section-texts";
import type { Proposal } from "./neighbours";
import { hallTiers, NO_FILTER, sumOf, wantedUnits } from "./prices";
import { useChoice } from "./use-choice";
import { useClaim } from "./use-claim";
import { useHeldHere } from "./use-held-here";
import { useHolding } from "./use-holding";
import { usePick } from "./use-pick";
import { useProposals } from "./use-proposals";

/** Seats that the map brings into view, and the hold that they belong to if they are held; a new object each time. */
export interface Shown {
  units: readonly number[];
  holdId: string | null;
}

export function useChooser({ event, live, onHeld }: Pick<SeatMapScreenProps, "event" | "onHeld"> & { live: LiveHall }) {
  const t = useMessages(texts);
  const { tag } = useLocale();
  const { hall } = live;
  const most = event.max_tickets_per_order;
  const tiers = useMemo(() => hallTiers(hall, event), [hall, event]);
  const names = useMemo(() => placeNames(hall, tiers, t, tag), [hall, tiers, t, tag]);
  const counts = useCounts(live);
  const sectionTexts = useSectionTexts(hall, tiers, counts);
  const held = useHeldHere(hall, event.id);
  const { yours } = held;
  const claim = useClaim(event.id);
  const [choice, dispatch] = useChoice(event.id, live, names, held);
  const [shown, setShown] = useState<Shown | null>(null);
  const holding = useHolding({ hall, names, t, claim, choice, dispatch, held, onHeld, onFound: setShown });
  const proposals = useProposals(live, tiers, choice, yours);
  const pick = usePick({ live, tiers, names, t, choice, dispatch, yours, most, onPick: claim.forgetFailure });
  const [filter, setFilter] = useState(NO_FILTER);
  const wanted = useMemo(() => wantedUnits(hall, filter), [hall, filter]);
  const marks = useMemo(() => ({ chosen: new Set(choice.units), yours, wanted }), [choice.units, yours, wanted]);
  return {
    ...{ hall, tiers, names, counts, sectionTexts, held, claim, choice, shown, holding, proposals, pick, marks },
    ...{ filter, setFilter },
    sum: sumOf(hall, tiers, choice.units, event.currency),
    take: ({ units }: Proposal) => {
      dispatch({ type: "choose", units, most });
      setShown({ units, holdId: null });
    },
    clear: () => dispatch({ type: "clear" }),
    seen: () => dispatch({ type: "seen" }),
  };
}

export type Chooser = ReturnType<typeof useChooser>;
