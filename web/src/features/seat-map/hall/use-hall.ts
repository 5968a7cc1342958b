/** The hall of an event and its live states, once both are there. */
import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { planQuery, unitTiersQuery } from "@/api/requests/seat-map";
import { type EventFeed, eventFeed } from "@/lib/live/event-feed";
import { decodeHall, type Hall } from "./hall";

export interface LiveHall {
  hall: Hall;
  feed: EventFeed;
}

export interface LiveHallQuery {
  live: LiveHall | null;
  error: Error | null;
  retry: () => void;
}

export function useLiveHall(eventId: string): LiveHallQuery {
  const plan = useQuery(planQuery(eventId));
  const tiers = useQuery(unitTiersQuery(eventId));
  const feed = useStates(eventId);
  const hall = useMemo(
    () => (plan.data && tiers.data ? decodeHall(plan.data, tiers.data) : null),
    [plan.data, tiers.data],
  );
  const isWhole = hall !== null && feed?.states?.length === hall.units;
  return {
    live: useMemo(() => (isWhole && feed ? { hall, feed } : null), [isWhole, hall, feed]),
    error: plan.error ?? tiers.error,
    retry: () => {
      if (plan.error) void plan.refetch();
      if (tiers.error) void tiers.refetch();
    },
  };
}

/** Null until the states were fetched. */
function useStates(eventId: string): EventFeed | null {
  const [feed, setFeed] = useState<EventFeed | null>(null);
  useEffect(() => {
    const opened = eventFeed(eventId);
    if (opened.states) setFeed(opened);
    const stop = opened.listen({ units: () => setFeed(opened) });
    return () => {
      stop();
      setFeed(null);
    };
  }, [eventId]);
  return feed;
}

const unitsById = new WeakMap<Hall, Map<string, number>>();

/** A seat's unit. Made when first needed: most visits choose by hand. */
export function unitOf(hall: Hall, seatId: string): number | undefined {
  let units = unitsById.get(hall);
  if (!units) {
    units = new Map(hall.seats.flatMap((seat, unit) => (seat ? [[seat.id, unit]] : [])));
    unitsById.set(hall, units);
  }
  return units.get(seatId);
}
