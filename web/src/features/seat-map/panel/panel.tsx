/** What stands beside the map: what one has, what was lost, prices, best available. */
import type { ReactNode } from "react";
import type { Wish } from "@/api/requests/reserve";
import type { EventDetails, Hold } from "@/api/types";
import type { Choice } from "../choosing/choice";
import type { Proposal } from "../choosing/neighbours";
import type { Filter, HallTiers } from "../choosing/prices";
import type { PlaceNames } from "../describe";
import type { Hall } from "../hall/hall";
import type { Counts } from "../hall/use-counts";
import { BestAvailable } from "./best-available";
import { ChoiceList } from "./choice-list";
import { HeldHere } from "./held-here";
import { Legend } from "./legend";
import { LostNotice } from "./lost-notice";
import { TierFilter } from "./tier-filter";

export interface PanelProps {
  event: EventDetails;
  hall: Hall;
  tiers: HallTiers;
  counts: Counts;
  names: PlaceNames;
  choice: Choice;
  proposals: readonly Proposal[];
  holds: readonly Hold[];
  /** The hold that was found a moment ago. */
  foundHoldId: string | null;
  filter: Filter;
  isFinding: boolean;
  general: ReactNode;
  onFilter: (filter: Filter) => void;
  onRemove: (unit: number) => void;
  onClear: () => void;
  onTake: (proposal: Proposal) => void;
  onSeen: () => void;
  onFind: (wish: Wish) => void;
  onContinue: (hold: Hold) => void;
}

export function Panel(props: PanelProps) {
  const { event, hall, names, choice, holds, proposals } = props;
  const hasAccessible = hall.accessible.some((accessible) => accessible === 1);
  return (
    <div className="flex flex-col gap-5">
      <HeldHere holds={holds} foundHoldId={props.foundHoldId} onContinue={props.onContinue} />
      {choice.lost && (
        <LostNotice
          lost={choice.lost.units}
          proposals={proposals}
          names={names}
          onTake={props.onTake}
          onDismiss={props.onSeen}
        />
      )}
      {hall.hasSeats && choice.units.length > 0 && (
        <ChoiceList hall={hall} units={choice.units} names={names} onRemove={props.onRemove} onClear={props.onClear} />
      )}
      {props.general}
      {hall.hasSeats && (
        <>
          <TierFilter
            tiers={props.tiers}
            counts={props.counts}
            filter={props.filter}
            onFilter={props.onFilter}
            hasAccessible={hasAccessible}
          />
          <BestAvailable event={event} tiers={props.tiers} isBusy={props.isFinding} onFind={props.onFind} />
          <Legend hasAccessible={hasAccessible} />
        </>
      )}
    </div>
  );
}
