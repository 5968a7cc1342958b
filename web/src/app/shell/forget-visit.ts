/** What a visit leaves in this browser besides its session: passes, places in lines, seats that were chosen, calls to tell. The next is another's. */
const LEFT = ["admit.pass.", "admit.place.", "admit.choice.", "admit.tell."];

export function forgetVisit(storages: readonly Storage[] = [sessionStorage, localStorage]): void {
  for (const storage of storages) {
    const names = Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? "");
    for (const name of names) if (LEFT.some((left) => name.startsWith(left))) storage.removeItem(name);
  }
}
