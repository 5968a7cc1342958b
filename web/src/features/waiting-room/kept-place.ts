/** What this browser keeps of its place in a line: the token that is the place, and where it began, to show how far it came. */
export interface KeptPlace {
  token: string;
  /** How many were ahead at first; null before anybody could say. */
  ahead: number | null;
}

const nameOf = (eventId: string) => `admit.place.${eventId}`;

export function keptPlace(storage: Storage, eventId: string): KeptPlace | null {
  try {
    const kept: unknown = JSON.parse(storage.getItem(nameOf(eventId)) ?? "null");
    if (typeof kept !== "object" || kept === null || !("token" in kept) || typeof kept.token !== "string") return null;
    const ahead = "ahead" in kept && typeof kept.ahead === "number" ? kept.ahead : null;
    return { token: kept.token, ahead };
  } catch {
    return null;
  }
}

export function keepPlace(storage: Storage, eventId: string, place: KeptPlace): void {
  storage.setItem(nameOf(eventId), JSON.stringify(place));
}

export function dropPlace(storage: Storage, eventId: string): void {
  storage.removeItem(nameOf(eventId));
}
