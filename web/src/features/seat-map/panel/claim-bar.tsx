/** What it comes to, and the one button that claims it. Always in sight. */
import { Link } from "@tanstack/react-router";
import type { EventDetails } from "@/api/types";
import { Button } from "@/components/button";
import { FormFault } from "@/components/form/form-fault";
import { formatMoney } from "@/lib/format/money";
import { useLocale, useMessages } from "@/lib/i18n/context";
import type { Sum } from "../choosing/prices";
import { type SeatMapTexts, texts } from "../texts";

interface ClaimBarProps {
  event: EventDetails;
  count: number;
  /** What was chosen, in words. */
  places: string;
  sum: Sum;
  isBusy: boolean;
  failure: string | null;
  onHold: () => void;
}

const LINE = ["waiting_room_required", "pass_expired", "pass_invalid", "pass_not_yours"];

export function ClaimBar({ event, count, places, sum, isBusy, failure, onHold }: ClaimBarProps) {
  const t = useMessages(texts);
  const { tag } = useLocale();
  return (
    <div className="flex flex-col gap-3">
      {failure && (
        <FormFault>
          {failureText(t, failure)}{" "}
          {LINE.includes(failure) && (
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
          <p className="text-center text-xs text-ink-faint">{t.holdText(Math.round(event.hold_s / 60))}</p>
        </>
      )}
    </div>
  );
}

function failureText(t: SeatMapTexts, code: string): string {
  if (code === "pass_invalid" || code === "pass_not_yours") return t.failed.waiting_room_required;
  const known: Readonly<Record<string, string>> = t.failed;
  return known[code] ?? t.failed.other;
}
