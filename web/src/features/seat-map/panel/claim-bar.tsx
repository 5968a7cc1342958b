/** What it comes to, and the one button that claims it. Always in sight. */
import { Link } from "@tanstack/react-router";
import { hasCode } from "@/api/problem";
import type { EventDetails } from "@/api/types";
import { Button } from "@/components/button";
import { FormFault } from "@/components/form/form-fault";
import { formatMoney } from "@/lib/format/money";
import { useLocale, useMessages } from "@/lib/i18n/context";
import type { Sum } from "../choosing/prices";
import type { ClaimFailure } from "../choosing/use-claim";
import { claimFailureText, claimTexts, TO_THE_LINE } from "../claim-texts";
import { texts } from "../texts";

interface ClaimBarProps {
  event: EventDetails;
  count: number;
  /** What was chosen, in words. */
  places: string;
  sum: Sum;
  isBusy: boolean;
  failure: ClaimFailure | null;
  onHold: () => void;
}

export function ClaimBar({ event, count, places, sum, isBusy, failure, onHold }: ClaimBarProps) {
  const t = useMessages(texts);
  const why = useMessages(claimTexts);
  const { tag } = useLocale();
  return (
    <div className="flex flex-col gap-3">
      {failure && (
        <FormFault>
          {claimFailureText(why, failure, tag)}{" "}
          {hasCode(failure, ...TO_THE_LINE) && (
            <Link to="/events/$eventId/queue" params={{ eventId: event.id }} className="font-bold underline">
              {t.toLine}
            </Link>
          )}
        </FormFault>
      )}
      {count > 0 && (
        <>
          {/* Beside the map they stand in a list of their own; in the closed sheet of a phone they stand nowhere else. */}
          <p className="line-clamp-2 text-sm font-semibold lg:hidden">{places}</p>
          <dl className="flex items-end justify-between gap-3">
            <div className="text-sm text-ink-soft">
              <dt className="sr-only">{t.fees}</dt>
              <dd>
                {t.chosenCount(count)} {formatMoney(sum.seats, tag)} {t.fee(formatMoney(sum.fees, tag))}
              </dd>
            </div>
            <div className="text-right">
              <dt className="sr-only">{t.total}</dt>
              <dd className="font-display text-2xl font-bold tabular-nums" data-testid="total">
                {formatMoney(sum.total, tag)}
              </dd>
            </div>
          </dl>
          <Button size="large" busy={isBusy} onClick={onHold} className="w-full">
            {t.hold(count)}
          </Button>
          <p className="text-center text-xs text-ink-faint">{t.holdText(event.hold_s * 1000)}</p>
        </>
      )}
    </div>
  );
}
