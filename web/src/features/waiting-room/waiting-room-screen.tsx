/** Waiting in line for an event. */
import type { EventDetails } from "@/api/types";

export interface WaitingRoomScreenProps {
  event: EventDetails;
  /** Called and let in: on to the seats. */
  onAdmitted: () => void;
}

export function WaitingRoomScreen({ event }: WaitingRoomScreenProps) {
  return <h1>{event.name}</h1>;
}
