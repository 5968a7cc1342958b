/** `/events/{id}`. */
import { useSuspenseQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { eventQuery } from "@/api/requests/get-event";
import { EventScreen } from "@/features/event/event-screen";
import { useLiveEvent } from "@/lib/live/use-live-event";

export function EventRoute() {
  const { eventId } = useParams({ from: "/events/$eventId" });
  useLiveEvent(eventId);
  const { data: event } = useSuspenseQuery(eventQuery(eventId));
  return <EventScreen event={event} />;
}
