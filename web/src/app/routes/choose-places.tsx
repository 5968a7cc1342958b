/** `/events/{id}/seats`: choosing seats, or places of a general-admission area. */
import { useSuspenseQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { eventQuery } from "@/api/requests/get-event";
import { SeatMapScreen } from "@/features/seat-map/seat-map-screen";

export function ChoosePlacesRoute() {
  const { eventId } = useParams({ from: "/events/$eventId/seats" });
  const { data: event } = useSuspenseQuery(eventQuery(eventId));
  const navigate = useNavigate();
  return <SeatMapScreen event={event} onHeld={(hold) => navigate({ to: "/", hash: hold.id })} />;
}
