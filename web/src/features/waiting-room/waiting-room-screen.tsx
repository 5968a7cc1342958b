/** Waiting in line for an event: before the draw, in line, called, and what else may come. */
import { hasCode } from "@/api/problem";
import type { EventDetails } from "@/api/types";
import { Button } from "@/components/button";
import { FormFault } from "@/components/form/form-fault";
import { ProblemPage } from "@/components/problem-page";
import { Skeleton } from "@/components/skeleton";
import { formatDate, formatTime } from "@/lib/format/dates";
import { useLocale, useMessages } from "@/lib/i18n/context";
import { useIdentity } from "@/lib/identity";
import { usePageTitle } from "@/lib/page-title";
import { Called } from "./called";
import { DrawProof } from "./draw-proof";
import { InLine } from "./in-line";
import { Leave } from "./leave";
import { NextSteps } from "./next-steps";
import { Prequeue } from "./prequeue";
import { TellMe } from "./tell-me";
import { texts } from "./texts";
import { useCallSignal } from "./use-call-signal";
import { type Place, usePlace } from "./use-place";

export interface WaitingRoomScreenProps {
  event: EventDetails;
  /** Called and let in: on to the seats. */
  onAdmitted: () => void;
}

export function WaitingRoomScreen({ event, onAdmitted }: WaitingRoomScreenProps) {
  const t = useMessages(texts);
  const { tag } = useLocale();
  const place = usePlace(event.id);
  const isCalled = place.stage.is === "called";
  usePageTitle(isCalled ? t.called.tab : t.title(event.name));
  const call = { title: t.called.title, text: t.tell.call(event.name), path: `/events/${event.id}/queue` };
  const signal = useCallSignal(place.stage.is, call);
  const { time_zone, name } = event.venue;
  const isInLine = ["prequeue", "waiting", "called"].includes(place.stage.is);
  return (
    <div className="mx-auto flex w-full max-w-2xl flex-col gap-6 px-4 py-8 sm:py-12">
      <header>
        <p className="text-sm font-bold uppercase tracking-wider text-accent">{t.eyebrow}</p>
        <h1 className="mt-1 text-3xl font-extrabold sm:text-4xl">{event.name}</h1>
        <p className="mt-1 text-ink-soft">
          {formatDate(event.starts_at, time_zone, tag)}, {formatTime(event.starts_at, time_zone, tag)} · {name}
        </p>
      </header>
      <div className="rounded-card border border-line bg-surface p-5 shadow-card sm:p-8" data-stage={place.stage.is}>
        <StageCard event={event} place={place} onAdmitted={onAdmitted} />
      </div>
      {isInLine && !isCalled && <TellMe {...signal} />}
      {isInLine && <NextSteps />}
      {place.stage.is !== "open" && <DrawProof eventId={event.id} />}
      {isInLine && <Leave onLeave={place.leave} />}
    </div>
  );
}

function StageCard({ event, place, onAdmitted }: WaitingRoomScreenProps & { place: Place }) {
  const t = useMessages(texts);
  const { ensureSignedIn } = useIdentity();
  const { stage } = place;
  const enter = async () => {
    if (!(await ensureSignedIn())) return;
    // With an account at hand the call becomes a pass, which may take a moment.
    const now = await place.refresh().catch(() => null);
    if (now?.status === "admitted") onAdmitted();
    else place.retry();
  };
  switch (stage.is) {
    case "looking":
      return <Skeleton className="h-48 w-full" />;
    case "unknown":
      return <ProblemPage error={stage.error} onRetry={place.retry} level={2} />;
    case "outside":
      return <Join place={place} title={t.outside.title} text={t.outside.text} join={t.outside.join} />;
    case "left":
      return <Join place={place} title={t.left.title} text={t.left.text} join={t.left.join} />;
    case "expired":
      return <Join place={place} title={t.expired.title} text={t.expired.text} join={t.expired.join} />;
    case "open":
      return (
        <div className="flex flex-col gap-3">
          <h2 className="text-2xl font-bold">{t.open.title}</h2>
          <p className="text-ink-soft">{t.open.text}</p>
          <Button size="large" onClick={onAdmitted}>
            {t.open.enter}
          </Button>
        </div>
      );
    case "prequeue":
      return <Prequeue event={event} place={stage.place} isCutOff={place.isCutOff} />;
    case "waiting":
      return <InLine place={stage.place} aheadAtFirst={place.aheadAtFirst} isCutOff={place.isCutOff} />;
    case "called":
      return <Called place={stage.place} onEnter={enter} />;
  }
}

function Join({ place, title, text, join }: { place: Place; title: string; text: string; join: string }) {
  const t = useMessages(texts);
  const { account, ensureSignedIn } = useIdentity();
  const { joinError } = place;
  const needsProof = hasCode(joinError, "verified_account_required");
  const fault = needsProof ? t.outside.verified : hasCode(joinError, "line_full") ? t.outside.full : t.outside.failed;
  return (
    <div className="flex flex-col gap-4">
      <h2 className="text-2xl font-bold">{title}</h2>
      <p className="text-ink-soft text-pretty">{text}</p>
      {joinError && <FormFault>{fault}</FormFault>}
      {needsProof && !account && (
        <Button look="secondary" onClick={() => ensureSignedIn().then((signedIn) => signedIn && place.join())}>
          {t.outside.signIn}
        </Button>
      )}
      <Button size="large" busy={place.isJoining} onClick={place.join}>
        {join}
      </Button>
    </div>
  );
}
