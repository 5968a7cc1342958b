/** A press on a seat: chosen, given up, or told why not. */
import { useCallback } from "react";
import { AVAILABLE } from "@/lib/live/unit-states";
import { announce, notify } from "@/lib/notices";
import type { PlaceNames } from "../describe";
import { at } from "../hall/hall";
import type { LiveHall } from "../hall/use-hall";
import type { SeatMapTexts } from "../texts";
import type { Choice, ChoiceEvent } from "./choice";
import { type HallTiers, tierOfUnit } from "./prices";

interface PickOptions {
  live: LiveHall;
  tiers: HallTiers;
  names: PlaceNames;
  t: SeatMapTexts;
  choice: Choice;
  dispatch: (event: ChoiceEvent) => void;
  yours: ReadonlySet<number>;
  most: number;
  onPick: () => void;
}

export function usePick(options: PickOptions): (unit: number) => void {
  const { live, tiers, names, t, choice, dispatch, yours, most, onPick } = options;
  const { hall, feed } = live;
  const { units } = choice;
  return useCallback(
    (unit: number) => {
      const isChosen = units.includes(unit);
      const state = at(feed.states ?? [], unit);
      const isFree = state === AVAILABLE && tierOfUnit(hall, tiers, unit) !== null;
      onPick();
      if (!isChosen && (!isFree || yours.has(unit))) {
        const own = { chosen: false, yours: yours.has(unit) };
        notify("info", t.cantSaid(names.place(unit), names.state(unit, own, state)));
      } else if (!isChosen && units.length >= most) {
        notify("warn", t.most(most));
      } else {
        dispatch({ type: "toggle", unit, most });
        announce((isChosen ? t.removedSaid : t.chosenSaid)(names.place(unit)));
      }
    },
    [units, feed, hall, tiers, yours, names, most, t, dispatch, onPick],
  );
}
