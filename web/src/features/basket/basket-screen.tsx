/** `/basket`: everything one holds. */
import { Button, ButtonLink } from "@/components/button";
import { ProblemPage } from "@/components/problem-page";
import { Skeleton } from "@/components/skeleton";
import { StatePage } from "@/components/state-page";
import { useMessages } from "@/lib/i18n/context";
import { usePageTitle } from "@/lib/page-title";
import { dismissEnded, useEndedHolds } from "./ended-holds";
import { HoldCard } from "./hold-card";
import { texts } from "./texts";
import { useHolds } from "./use-holds";

export function BasketScreen() {
  const t = useMessages(texts);
  usePageTitle(t.title);
  const { holds, error, isLoading, refetch } = useHolds();
  const ended = useEndedHolds();
  if (isLoading) return <BasketSkeleton />;
  if (error && holds.length === 0) return <ProblemPage error={error} onRetry={refetch} />;
  if (holds.length === 0 && ended.length === 0) {
    const [title, text] = t.empty;
    return (
      <StatePage icon="basket" title={title} text={text}>
        <ButtonLink to="/">{t.find}</ButtonLink>
      </StatePage>
    );
  }
  return (
    <section className="mx-auto flex w-full max-w-2xl flex-col gap-5 px-4 py-8 sm:py-12">
      <h1 className="text-3xl font-bold">{t.title}</h1>
      {ended.map((hold) => (
        <EndedCard key={hold.id} holdId={hold.id} eventId={hold.event_id} />
      ))}
      {holds.map((hold) => (
        <HoldCard key={hold.id} hold={hold} />
      ))}
    </section>
  );
}

function EndedCard({ holdId, eventId }: { holdId: string; eventId: string }) {
  const t = useMessages(texts);
  const [title, text] = t.endedCard;
  return (
    <div className="rounded-card border border-line bg-warn-soft p-5">
      <h2 className="text-lg font-bold">{title}</h2>
      <p className="mt-1">{text}</p>
      <div className="mt-4 flex gap-3">
        <ButtonLink to="/events/$eventId/seats" params={{ eventId }} size="small">
          {t.again}
        </ButtonLink>
        <Button look="secondary" size="small" onClick={() => dismissEnded(holdId)}>
          {t.dismiss}
        </Button>
      </div>
    </div>
  );
}

function BasketSkeleton() {
  return (
    <div className="mx-auto flex w-full max-w-2xl flex-col gap-5 px-4 py-12">
      <Skeleton className="h-9 w-52" />
      <Skeleton className="h-80 w-full" />
    </div>
  );
}
