/** `/events/{id}/seats`: choosing seats, or places of a general-admission area. */
import { useSuspenseQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { Suspense, useEffect } from "react";
import { eventQuery } from "@/api/requests/get-event";
import { GeneralAdmission } from "@/features/general-admission/general-admission";
import { SeatMapScreen } from "@/features/seat-map/seat-map-screen";
import { KeepFeed } from "@/lib/live/keep-feed";
import { preloadIdentityDialog } from "../shell/identity-dialog";
import { RoutePending } from "../shell/states";

export function ChoosePlacesRoute() {
  const { eventId } = useParams({ from: "/events/$eventId/seats" });
  useEffect(preloadIdentityDialog, []);
  return (
    <>
      <KeepFeed eventId={eventId} />
      <Suspense fallback={<RoutePending />}>
        <ChoosePlaces eventId={eventId} />
      </Suspense>
    </>
  );
}

function ChoosePlaces({ eventId }: { eventId: string }) {
  const { data: event } = useSuspenseQuery(eventQuery(eventId));
  const navigate = useNavigate();
  return (
    <SeatMapScreen
      event={event}
      onHeld={() => navigate({ to: "/basket" })}
      renderGeneral={(places) => <GeneralAdmission {...places} />}
    />
  );
}
