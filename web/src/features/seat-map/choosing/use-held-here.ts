/** The reader's open holds of this event, and which units of the map they are. */
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { holdsQuery } from "@/api/requests/holds";
import type { Hold } from "@/api/types";
import { useIdentity } from "@/lib/identity";
import type { Hall } from "../hall/hall";
import { unitOf } from "../hall/use-hall";

export interface HeldHere {
  holds: readonly Hold[];
  yours: ReadonlySet<number>;
  /** When they were asked for last. */
  readAtMs: number;
}

export function useHeldHere(hall: Hall, eventId: string): HeldHere {
  const { account } = useIdentity();
  const { data, dataUpdatedAt: readAtMs } = useQuery(holdsQuery(account !== null));
  return useMemo(() => {
    const holds = account ? (data ?? []).filter((hold) => hold.event_id === eventId) : [];
    const units = holds.flatMap((hold) => hold.seats.flatMap((seat) => (seat.id ? (unitOf(hall, seat.id) ?? []) : [])));
    return { holds, yours: new Set(units), readAtMs };
  }, [account, data, readAtMs, eventId, hall]);
}
