/** Choosing seats on the map. */
import type { EventDetails, Hold } from "@/api/types";

export interface SeatMapScreenProps {
  event: EventDetails;
  /** Seats are held: on to the basket. */
  onHeld: (hold: Hold) => void;
}

export function SeatMapScreen({ event }: SeatMapScreenProps) {
  return <h1>{event.name}</h1>;
}
