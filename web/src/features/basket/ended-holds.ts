/** Holds whose time ran out while the page was open: said until it is read, so that nobody wonders where the places went. */
import { useSyncExternalStore } from "react";
import type { Hold } from "@/api/types";

let ended: readonly Hold[] = [];
const listeners = new Set<() => void>();

export function noteEnded(hold: Hold): void {
  change([...ended.filter((other) => other.id !== hold.id), hold]);
}

export function dismissEnded(holdId: string): void {
  change(ended.filter((hold) => hold.id !== holdId));
}

export function forgetEnded(): void {
  change([]);
}

export function useEndedHolds(): readonly Hold[] {
  return useSyncExternalStore(subscribe, () => ended);
}

function change(next: readonly Hold[]): void {
  ended = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
