/** The pass that the waiting room gave this browser window for an event: shown when places are claimed. */
const nameOf = (eventId: string) => `admit.pass.${eventId}`;
const endNameOf = (eventId: string) => `${nameOf(eventId)}.ends`;

/** `endsAt` is when the pass ends, as the program wrote it; null where nobody said. */
export function keepPass(eventId: string, pass: string, endsAt: string | null = null): void {
  sessionStorage.setItem(nameOf(eventId), pass);
  if (endsAt === null) sessionStorage.removeItem(endNameOf(eventId));
  else sessionStorage.setItem(endNameOf(eventId), endsAt);
}

export function keptPass(eventId: string): string | null {
  return sessionStorage.getItem(nameOf(eventId));
}

/** Until when one may shop with the pass that is kept, in milliseconds; null without one, or where nobody said. */
export function passEndsAtMs(eventId: string): number | null {
  const ends = keptPass(eventId) === null ? null : sessionStorage.getItem(endNameOf(eventId));
  const atMs = ends === null ? Number.NaN : Date.parse(ends);
  return Number.isNaN(atMs) ? null : atMs;
}

export function dropPass(eventId: string): void {
  sessionStorage.removeItem(nameOf(eventId));
  sessionStorage.removeItem(endNameOf(eventId));
}
