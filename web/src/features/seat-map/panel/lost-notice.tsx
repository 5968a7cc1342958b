/** A seat was taken under one's finger: which, that nothing was lost by it, and what is free beside it. */
import { Button } from "@/components/button";
import { Icon } from "@/components/icon";
import { useMessages } from "@/lib/i18n/context";
import type { Proposal } from "../choosing/neighbours";
import type { PlaceNames } from "../describe";
import { texts } from "../texts";

interface LostNoticeProps {
  lost: readonly number[];
  proposals: readonly Proposal[];
  names: PlaceNames;
  onTake: (proposal: Proposal) => void;
  onDismiss: () => void;
}

export function LostNotice({ lost, proposals, names, onTake, onDismiss }: LostNoticeProps) {
  const t = useMessages(texts);
  return (
    <section
      aria-label={names.taken(lost)}
      data-testid="lost"
      className="rounded-card border border-warn bg-warn-soft p-4 text-ink"
    >
      <div className="flex items-start gap-3">
        <Icon name="alert" className="mt-0.5 size-5 shrink-0 text-warn" />
        <div className="grow">
          <p className="font-semibold">{names.taken(lost)}</p>
          <p className="mt-0.5 text-sm">{proposals.length > 0 ? t.takenText : t.takenNothing}</p>
        </div>
        <button
          type="button"
          aria-label={t.dismiss}
          className="-mr-2 -mt-2 grid size-10 shrink-0 place-items-center rounded-full hover:bg-surface/50"
          onClick={onDismiss}
        >
          <Icon name="close" className="size-4" />
        </button>
      </div>
      <div className="mt-2 flex flex-col gap-2">
        {proposals.map((proposal) => (
          <Button
            key={proposal.units.join()}
            look="secondary"
            size="small"
            className="justify-between text-left"
            onClick={() => onTake(proposal)}
          >
            <span>{names.places(proposal.units)}</span>
            <span className="tabular-nums">{names.price(proposal.units[0] ?? 0)}</span>
          </Button>
        ))}
      </div>
    </section>
  );
}
