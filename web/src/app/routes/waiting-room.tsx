/** `/events/{id}/queue`: waiting in line. */
import { useSuspenseQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { eventQuery } from "@/api/requests/get-event";
import { WaitingRoomScreen } from "@/features/waiting-room/waiting-room-screen";

export function WaitingRoomRoute() {
  const { eventId } = useParams({ from: "/events/$eventId/queue" });
  const { data: event } = useSuspenseQuery(eventQuery(eventId));
  const navigate = useNavigate();
  const enter = () => navigate({ to: "/events/$eventId/seats", params: { eventId } });
  return <WaitingRoomScreen event={event} onAdmitted={enter} />;
}
