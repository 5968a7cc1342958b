/** The ways to hold places, and what comes of each for the choice and for the screen. */
import { useEffect, useState } from "react";
import type { Wish } from "@/api/requests/reserve";
import type { Hold } from "@/api/types";
import { announce } from "@/lib/notices";
import type { PlaceNames } from "../describe";
import type { Hall } from "../hall/hall";
import { unitOf } from "../hall/use-hall";
import type { SeatMapTexts } from "../texts";
import type { Choice, ChoiceEvent } from "./choice";
import { type Claim, type ClaimFailure, isUnanswered } from "./use-claim";
import type { HeldHere } from "./use-held-here";

interface HoldingOptions {
  hall: Hall;
  names: PlaceNames;
  t: SeatMapTexts;
  claim: Claim;
  choice: Choice;
  dispatch: (event: ChoiceEvent) => void;
  held: HeldHere;
  onHeld: (hold: Hold) => void;
  /** Seats were found and held. */
  onFound: (found: { holdId: string; units: readonly number[] }) => void;
}

export function useHolding(options: HoldingOptions) {
  const { hall, names, t, claim, choice, dispatch, held, onHeld, onFound } = options;
  /** How many holds there were when a claim's answer was lost. */
  const [heldBefore, setHeldBefore] = useState<number | null>(null);
  const unitsOf = (ids: readonly string[]) => ids.flatMap((id) => unitOf(hall, id) ?? []);

  const ends = {
    failed: (failure: ClaimFailure) => setHeldBefore(isUnanswered(failure) ? held.holds.length : null),
  };
  const chosenFailed = (failure: ClaimFailure) => {
    ends.failed(failure);
    if (isUnanswered(failure)) return dispatch({ type: "claim_unanswered", atMs: Date.now() });
    const taken = failure === "offline" ? [] : failure.extra["taken_seats"];
    const ids = Array.isArray(taken) ? taken.filter((id) => typeof id === "string") : [];
    dispatch({ type: "claim_failed", taken: unitsOf(ids) });
  };

  const holdChosen = async () => {
    const seats = choice.units.flatMap((unit) => hall.seats[unit]?.id ?? []);
    const hold = await claim.claim(
      "seats",
      { seats },
      { begun: () => dispatch({ type: "claim" }), failed: chosenFailed },
    );
    if (!hold) return;
    dispatch({ type: "claimed" });
    onHeld(hold);
  };

  const holdBest = async (wish: Wish) => {
    const hold = await claim.claim("best", wish, ends);
    if (!hold) return;
    const units = unitsOf(hold.seats.flatMap((seat) => seat.id ?? []));
    if (units.length === 0) return onHeld(hold);
    onFound({ holdId: hold.id, units });
    announce(t.heldSaid(names.places(units)));
  };

  const holdGeneral = async (section: string, quantity: number) => {
    const hold = await claim.claim(section, { section, quantity }, ends);
    if (hold) onHeld(hold);
  };

  // What was asked for without an answer turns out to be held: there is nothing left to try again.
  const { failure, forgetFailure } = claim;
  const isHeldAfterAll = failure !== null && heldBefore !== null && held.holds.length > heldBefore;
  useEffect(() => {
    if (isHeldAfterAll) forgetFailure();
  }, [isHeldAfterAll, forgetFailure]);

  return { holdChosen, holdBest, holdGeneral };
}
