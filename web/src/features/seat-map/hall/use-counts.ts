/** How many places are left, by section and by tier, for what is written beside the map: counted at most twice a second. */
import { useEffect, useState } from "react";
import { AVAILABLE } from "@/lib/live/unit-states";
import { at, NONE } from "./hall";
import type { LiveHall } from "./use-hall";

export interface Counts {
  sections: readonly number[];
  /** By the index that `hall.tier` holds. */
  tiers: readonly number[];
  accessible: number;
}

const EVERY_MS = 500;

export function useCounts(live: LiveHall): Counts {
  const [counts, setCounts] = useState(() => count(live));
  useEffect(() => {
    let due: ReturnType<typeof setTimeout> | undefined;
    setCounts(count(live));
    const stop = live.feed.listen({
      units: () => {
        due ??= setTimeout(() => {
          due = undefined;
          setCounts(count(live));
        }, EVERY_MS);
      },
    });
    return () => {
      clearTimeout(due);
      stop();
    };
  }, [live]);
  return counts;
}

export function count({ hall, feed }: LiveHall): Counts {
  const sections = new Array<number>(hall.sections.length).fill(0);
  const tiers = new Array<number>(hall.tierIds.length).fill(0);
  let accessible = 0;
  const states = feed.states ?? new Uint8Array(0);
  for (let unit = 0; unit < states.length; unit += 1) {
    const tier = at(hall.tier, unit);
    if (states[unit] !== AVAILABLE || tier === NONE) continue;
    const section = at(hall.section, unit);
    sections[section] = at(sections, section) + 1;
    tiers[tier] = at(tiers, tier) + 1;
    if (hall.accessible[unit]) accessible += 1;
  }
  return { sections, tiers, accessible };
}
