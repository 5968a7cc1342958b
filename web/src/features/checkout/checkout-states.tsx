/** The checkout's faces without a form: at the bank, over, stopped, not known yet. */
import { ButtonLink, buttonClass } from "@/components/button";
import { Skeleton } from "@/components/skeleton";
import { Spinner } from "@/components/spinner";
import { StatePage } from "@/components/state-page";
import { useMessages } from "@/lib/i18n/context";
import type { CheckoutState } from "./machine";
import { texts } from "./texts";

export function AtTheBank({ state }: { state: CheckoutState & { at: "redirecting" | "waiting" } }) {
  const t = useMessages(texts);
  const [title, text] = state.at === "waiting" ? t.waiting : [t.redirecting, undefined];
  return (
    <StatePage icon="bank" title={title} text={text}>
      <span role="status" className="w-full text-accent [&>svg]:mx-auto [&>svg]:size-8">
        <Spinner />
        <span className="sr-only">{title}</span>
      </span>
      {state.url && (
        <a href={state.url} className={buttonClass(state.at === "waiting" ? "secondary" : "primary")}>
          {t.toBank}
        </a>
      )}
      <ButtonLink to="/orders" look="quiet">
        {t.orders}
      </ButtonLink>
    </StatePage>
  );
}

export function Expired({ eventId }: { eventId: string | undefined }) {
  const t = useMessages(texts);
  const [title, text] = t.expired;
  return (
    <StatePage icon="clock" title={title} text={text}>
      {eventId && (
        <ButtonLink to="/events/$eventId/seats" params={{ eventId }}>
          {t.again}
        </ButtonLink>
      )}
      <ButtonLink to="/" look="secondary">
        {t.home}
      </ButtonLink>
    </StatePage>
  );
}

/** Seats were held in a shop that has nobody to take the money. */
export function NoWayToPay() {
  const t = useMessages(texts);
  const [title, text] = t.noWay;
  return (
    <StatePage icon="card" title={title} text={text}>
      <ButtonLink to="/basket">{t.basket}</ButtonLink>
      <ButtonLink to="/" look="secondary">
        {t.home}
      </ButtonLink>
    </StatePage>
  );
}

export function Stopped({ code }: { code: string }) {
  const t = useMessages(texts);
  const [title, text] = t.stopped[code] ?? [t.failed, undefined];
  return (
    <StatePage icon="alert" title={title} text={text}>
      <ButtonLink to="/">{t.home}</ButtonLink>
    </StatePage>
  );
}

export function Checking() {
  const t = useMessages(texts);
  return (
    <div className="mx-auto w-full max-w-5xl px-4 py-10">
      <p role="status" className="sr-only">
        {t.checking}
      </p>
      <Skeleton className="mb-6 h-10 w-48" />
      <div className="grid gap-6 lg:grid-cols-[1fr_24rem]">
        <Skeleton className="h-96" />
        <Skeleton className="h-72" />
      </div>
    </div>
  );
}
