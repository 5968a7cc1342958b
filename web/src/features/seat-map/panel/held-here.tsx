/** Places of this event that are already held for the reader, and the way to pay for them. */
import { useEffect, useRef } from "react";
import type { Hold } from "@/api/types";
import { Button } from "@/components/button";
import { useMessages } from "@/lib/i18n/context";
import { rangeOf } from "../describe";
import { texts } from "../texts";

interface HeldHereProps {
  holds: readonly Hold[];
  /** Brought into view when it is there. */
  foundHoldId: string | null;
  onContinue: (hold: Hold) => void;
}

export function HeldHere({ holds, foundHoldId, onContinue }: HeldHereProps) {
  const t = useMessages(texts);
  const section = useRef<HTMLElement>(null);
  const found = holds.find((hold) => hold.id === foundHoldId)?.id;
  useEffect(() => {
    if (found) section.current?.scrollIntoView({ block: "nearest" });
  }, [found]);
  const newest = holds.at(-1);
  if (!newest) return null;
  const count = holds.reduce((sum, hold) => sum + hold.seats.length, 0);
  return (
    <section
      ref={section}
      data-testid="held-here"
      className="scroll-my-4 rounded-card border border-accent bg-accent-soft p-4"
    >
      <p className="font-semibold">{t.yoursNow(count)}</p>
      <ul className="mt-1 text-sm text-ink-soft">
        {holds
          .flatMap((hold) => placesOf(hold, t.place))
          .map((text) => (
            <li key={text}>{text}</li>
          ))}
      </ul>
      <Button className="mt-3 w-full" onClick={() => onContinue(newest)}>
        {t.continue}
      </Button>
    </section>
  );
}

/** Seats of one row together; places without numbers by how many they are. */
function placesOf(hold: Hold, place: (section: string, row: string, numbers: string) => string): string[] {
  const rows = new Map<string, typeof hold.seats>();
  for (const seat of hold.seats) {
    const key = `${seat.section} ${seat.row ?? ""}`;
    rows.set(key, [...(rows.get(key) ?? []), seat]);
  }
  return [...rows.values()].map((seats) => {
    const [first] = seats;
    if (!first?.row) return `${seats.length} × ${first?.section_name ?? ""}`;
    const numbers = seats.map((seat) => seat.number ?? "").sort((a, b) => Number(a) - Number(b));
    return place(first.section_name, first.row, rangeOf(numbers));
  });
}
