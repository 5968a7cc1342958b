/** What is free near the seats that were lost, as long as there is something to propose for. */
import { useMemo } from "react";
import type { LiveHall } from "../hall/use-hall";
import type { Choice } from "./choice";
import { type Proposal, proposeNeighbours } from "./neighbours";
import type { HallTiers } from "./prices";

const NONE: readonly Proposal[] = [];

export function useProposals(
  { hall, feed }: LiveHall,
  tiers: HallTiers,
  choice: Choice,
  yours: ReadonlySet<number>,
): readonly Proposal[] {
  const { lost } = choice;
  return useMemo(() => {
    if (!lost || !feed.states) return NONE;
    const prices = tiers.map((tier) => tier?.price.amount ?? Number.POSITIVE_INFINITY);
    const isFree = (unit: number) => !yours.has(unit) && !lost.units.includes(unit);
    return proposeNeighbours(hall, feed.states, { units: lost.among, prices }, isFree);
  }, [lost, feed, hall, tiers, yours]);
}
