/** The reader's choice of seats: kept over a reload, and told what others take. */
import { useCallback, useEffect, useMemo, useReducer } from "react";
import { AVAILABLE } from "@/lib/live/unit-states";
import { announce } from "@/lib/notices";
import type { PlaceNames } from "../describe";
import type { LiveHall } from "../hall/use-hall";
import { unitOf } from "../hall/use-hall";
import { type Choice, type ChoiceEvent, choose, keepChoice, keptChoice, NO_CHOICE } from "./choice";
import type { HeldHere } from "./use-held-here";

export function useChoice(
  eventId: string,
  { hall, feed }: LiveHall,
  names: PlaceNames,
  { yours, readAtMs }: HeldHere,
): readonly [Choice, (event: ChoiceEvent) => void] {
  const [choice, dispatch] = useReducer(choose, NO_CHOICE, () => {
    const units = keptChoice(sessionStorage, eventId).flatMap((id) => unitOf(hall, id) ?? []);
    const states = feed.states;
    return { ...NO_CHOICE, units: units.filter((unit) => states?.[unit] === AVAILABLE) };
  });

  useEffect(() => {
    keepChoice(
      sessionStorage,
      eventId,
      choice.units.flatMap((unit) => hall.seats[unit]?.id ?? []),
    );
  }, [choice.units, eventId, hall]);

  useEffect(
    () =>
      feed.listen({
        units: (changes) => {
          const units = changes.filter(({ now }) => now !== AVAILABLE).map(({ unit }) => unit);
          if (units.length > 0) dispatch({ type: "taken", units });
        },
      }),
    [feed],
  );

  // A claim whose answer was lost: the holds, asked for since, tell what came of it.
  const isSettled = choice.unsureSince !== null && readAtMs > choice.unsureSince;
  useEffect(() => {
    if (!isSettled) return;
    const taken = choice.units.filter((unit) => feed.states?.[unit] !== AVAILABLE);
    dispatch({ type: "settled", yours, taken });
  }, [isSettled, choice.units, feed, yours]);

  // What one holds oneself by now, perhaps from another window, isn't lost to anybody.
  const lost = useMemo(() => {
    const others = choice.lost?.units.filter((unit) => !yours.has(unit)) ?? [];
    return choice.lost && others.length > 0 ? { ...choice.lost, units: others } : null;
  }, [choice.lost, yours]);
  const lostText = lost ? names.taken(lost.units) : null;
  useEffect(() => {
    if (lostText) announce(lostText, "assertive");
  }, [lostText]);

  const shown = useMemo(() => ({ ...choice, lost }), [choice, lost]);
  return [shown, useCallback((event: ChoiceEvent) => dispatch(event), [])];
}
