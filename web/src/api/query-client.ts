/** How answers are kept and when they are asked for again. */
import { QueryClient } from "@tanstack/react-query";
import { ApiProblem, NoAnswer } from "./problem";

const RETRIES_MAX = 3;

export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        gcTime: 10 * 60_000,
        retry: (failures, error) => failures < RETRIES_MAX && isPassing(error),
        retryDelay,
        networkMode: "offlineFirst",
      },
      mutations: { retry: false, networkMode: "always" },
    },
  });
}

function isPassing(error: Error): boolean {
  return error instanceof NoAnswer || (error instanceof ApiProblem && error.isPassing);
}

/** What the program asks for, else doubling with jitter, so that a crowd doesn't come back all at once. */
function retryDelay(failures: number, error: Error): number {
  const asked = error instanceof ApiProblem ? error.retryAfterS : null;
  const wait = asked === null ? 500 * 2 ** failures : asked * 1000;
  return Math.min(wait, 15_000) * (0.75 + Math.random() * 0.5);
}
