/** Choosing seats on the map, or in the list beside it. */
import type { ReactNode } from "react";
import type { EventDetails, Hold, Tier } from "@/api/types";
import { ProblemPage } from "@/components/problem-page";
import { Spinner } from "@/components/spinner";
import { useMessages } from "@/lib/i18n/context";
import { usePageTitle } from "@/lib/page-title";
import { useLiveHall } from "./hall/use-hall";
import { SeatChooser } from "./seat-chooser";
import { texts } from "./texts";

/** Places without numbers, which another part of the page lets one choose. */
export interface GeneralPlaces {
  sections: readonly {
    id: string;
    name: string;
    tier: Tier;
    available: number;
    capacity: number;
    sign: ReactNode;
  }[];
  mostPerOrder: number;
  busy: string | null;
  wanted: { section: string } | null;
  onHold: (section: string, quantity: number) => void;
}

export interface SeatMapScreenProps {
  event: EventDetails;
  /** Seats are held: on to the basket. */
  onHeld: (hold: Hold) => void;
  renderGeneral: (places: GeneralPlaces) => ReactNode;
}

export function SeatMapScreen(props: SeatMapScreenProps) {
  const t = useMessages(texts);
  const { live, error, retry } = useLiveHall(props.event.id);
  usePageTitle(t.title(props.event.name));
  if (live) return <SeatChooser {...props} live={live} />;
  if (error) return <ProblemPage error={error} onRetry={retry} />;
  return (
    <div className="grid grow place-items-center bg-sunken/40" aria-busy="true">
      <p className="flex items-center gap-3 text-ink-soft">
        <Spinner />
        {t.loading}
      </p>
    </div>
  );
}
