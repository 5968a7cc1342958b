/** How long to wait before the next try: longer each time, and never in step with all others who were cut off at the same moment. */
const FIRST_MS = 400;
const LONGEST_MS = 15_000;

/** `attempt` counts from 0; `random` is a number from 0 to 1. The wait is between half of the step and the whole. */
export function backoffMs(attempt: number, random: number): number {
  const step = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt, 16));
  return Math.round(step / 2 + (step / 2) * random);
}
