/** `/events/{id}/seats`: choosing seats, or places of a general-admission area. */
import { usePrefetchQuery, useSuspenseQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { eventQuery } from "@/api/requests/get-event";
import { planQuery, unitTiersQuery } from "@/api/requests/seat-map";
import { GeneralAdmission } from "@/features/general-admission/general-admission";
import { SeatMapScreen } from "@/features/seat-map/seat-map-screen";

export function ChoosePlacesRoute() {
  const { eventId } = useParams({ from: "/events/$eventId/seats" });
  // Plans are large: they set out together with the event, not after it.
  usePrefetchQuery(planQuery(eventId));
  usePrefetchQuery(unitTiersQuery(eventId));
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
