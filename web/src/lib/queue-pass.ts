/** The pass that the waiting room gave this browser window for an event: shown when places are claimed. */
const nameOf = (eventId: string) => `admit.pass.${eventId}`;

export function keepPass(eventId: string, pass: string): void {
  sessionStorage.setItem(nameOf(eventId), pass);
}

export function keptPass(eventId: string): string | null {
  return sessionStorage.getItem(nameOf(eventId));
}

export function dropPass(eventId: string): void {
  sessionStorage.removeItem(nameOf(eventId));
}
