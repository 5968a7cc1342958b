/** What the map's signs mean. */
import { Icon } from "@/components/icon";
import { useMessages } from "@/lib/i18n/context";
import { texts } from "../texts";
import { TierSign } from "../tier-sign";
import { Kind } from "../view/looks";

export function Legend({ hasAccessible }: { hasAccessible: boolean }) {
  const t = useMessages(texts);
  const entries: [Kind, string][] = [
    [Kind.free, t.states.free],
    [Kind.chosen, t.states.chosen],
    [Kind.yours, t.states.yours],
    [Kind.held, t.states.held],
    [Kind.sold, t.states.sold],
    [Kind.closed, t.states.closed],
  ];
  if (hasAccessible) entries.splice(1, 0, [Kind.freeAccessible, t.states.accessible]);
  return (
    <details className="group">
      <summary className="flex min-h-11 list-none items-center justify-between gap-2 rounded-control font-semibold [&::-webkit-details-marker]:hidden">
        {t.legend}
        <Icon name="chevron" className="size-5 transition-transform group-open:rotate-180" />
      </summary>
      <ul className="grid grid-cols-2 gap-x-4 gap-y-2 pb-2 text-sm">
        {entries.map(([kind, text]) => (
          <li key={kind} className="flex items-center gap-2.5">
            <TierSign tier={0} kind={kind} />
            {text}
          </li>
        ))}
      </ul>
    </details>
  );
}
