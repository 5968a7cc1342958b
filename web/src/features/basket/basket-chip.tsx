/** In the header: how many places are held and for how long. Not there when nothing is held. */
import { Link } from "@tanstack/react-router";
import { Icon } from "@/components/icon";
import { classNames } from "@/lib/class-names";
import { useMessages } from "@/lib/i18n/context";
import { useNow } from "@/lib/use-now";
import { clockFace, urgencyOf } from "./countdown";
import { texts } from "./texts";
import { useHolds } from "./use-holds";

export function BasketChip() {
  const t = useMessages(texts);
  const { holds } = useHolds();
  const now = useNow();
  if (holds.length === 0) return null;
  const leftMs = Math.min(...holds.map((hold) => hold.endsAtMs)) - now;
  const count = holds.reduce((sum, hold) => sum + hold.seats.length, 0);
  const clock = clockFace(leftMs);
  return (
    <Link
      to="/basket"
      aria-label={t.chip(count, clock)}
      className={classNames(
        "inline-flex min-h-11 items-center gap-2 rounded-full px-3.5 font-bold",
        urgencyOf(leftMs) === "calm" ? "bg-accent text-on-accent" : "bg-warn-soft text-warn",
      )}
    >
      <Icon name="basket" />
      <span className="tabular-nums">{clock}</span>
    </Link>
  );
}
