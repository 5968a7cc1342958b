/** What a fan needs to check that the draw was fair. */
import { useQuery } from "@tanstack/react-query";
import { drawQuery, ownEntryQuery } from "@/api/requests/queue";
import { Icon } from "@/components/icon";
import { useLocale, useMessages } from "@/lib/i18n/context";
import { useIdentity } from "@/lib/identity";
import { texts } from "./texts";

export function DrawProof({ eventId }: { eventId: string }) {
  const t = useMessages(texts);
  const { tag } = useLocale();
  const { account } = useIdentity();
  const { data: draw } = useQuery(drawQuery(eventId));
  const { data: mine } = useQuery(ownEntryQuery(eventId, account !== null && draw !== undefined));
  // Most events have no draw, and who doesn't take part in one needs no proof.
  if (!draw?.commitment) return null;
  const facts: [string, string | null][] = [
    [t.draw.commitment, draw.commitment],
    [t.draw.key, draw.key ?? t.draw.hidden],
    [t.draw.source, draw.public_source ?? t.draw.noInput],
    [t.draw.input, draw.public_input],
    [t.draw.count, draw.count === null ? null : draw.count.toLocaleString(tag)],
    [t.draw.root, draw.root],
    [t.draw.mine, mine ? `${mine.arrival} · ${mine.salt}` : null],
  ];
  return (
    <details className="group rounded-card border border-line bg-surface px-5">
      <summary className="flex min-h-14 list-none items-center justify-between gap-2 font-semibold [&::-webkit-details-marker]:hidden">
        {t.draw.title}
        <Icon name="chevron" className="size-5 transition-transform group-open:rotate-180" />
      </summary>
      <p className="text-sm text-ink-soft text-pretty">{t.draw.text}</p>
      <dl className="mt-3 flex flex-col gap-3 pb-3 text-sm">
        {facts.map(
          ([name, value]) =>
            value !== null && (
              <div key={name}>
                <dt className="text-ink-soft">{name}</dt>
                <dd className="break-all font-mono text-xs">{value}</dd>
              </div>
            ),
        )}
      </dl>
      <p className="pb-5 text-sm text-ink-faint">{t.draw.verify}</p>
    </details>
  );
}
