/** Opens an event's feed while the rest of its screen is still on its way. */
import { useEffect } from "react";
import { eventFeed } from "./event-feed";

export function KeepFeed({ eventId }: { eventId: string }) {
  useEffect(() => eventFeed(eventId).listen({ units: () => {} }), [eventId]);
  return null;
}
