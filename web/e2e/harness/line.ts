/** Lines in front of sales: how an organizer runs one, and others who stand in it. */
import { organizerToken, send } from "./calls";

export interface LineSettings {
  mode?: "off" | "always" | "auto" | "draw";
  rate_per_min?: number;
  max_active?: number;
  window_s?: number;
  /** How long one may shop. */
  pass_s?: number;
  paused?: boolean;
  opens_at?: string | null;
}

export async function runLine(url: string, eventId: string, settings: LineSettings): Promise<void> {
  const token = await organizerToken(url);
  await send(url, `/organizer/events/${eventId}/waiting-room`, { method: "PATCH", body: settings, token });
}

/** As many people get in line, without a browser; each is the token of a place. */
export async function queueUp(url: string, eventId: string, count: number): Promise<string[]> {
  const places: string[] = [];
  for (let person = 0; person < count; person += 1) {
    const { queue_token } = await send<{ queue_token: string }>(url, `/queue/${eventId}/join`);
    places.push(queue_token);
  }
  return places;
}

export async function walkAway(url: string, eventId: string, place: string): Promise<void> {
  await send(url, `/queue/${eventId}/leave`, { headers: { "x-queue-token": place } });
}
