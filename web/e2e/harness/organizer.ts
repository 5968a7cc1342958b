/** Events that tests make for themselves, by the organizers' API. */
import { randomUUID } from "node:crypto";
import { organizerToken, send } from "./calls";

/** Publishes an event in a small hall of its own, with whatever terms are given. Answers with its name, which no other has. */
export async function publishEvent(
  url: string,
  terms: Record<string, unknown> = {},
): Promise<{ id: string; name: string }> {
  const token = await organizerToken(url);
  const name = `Evening ${randomUUID().slice(0, 8)}`;
  const hall = {
    name: `${name} Hall`,
    city: "Leipzig",
    country: "DE",
    address: "1 Market",
    time_zone: "Europe/Berlin",
    sections: [{ name: "Stalls", kind: "reserved", rows: 4, seats_per_row: 10, category: "Seats" }],
  };
  const venue = await send<{ id: string }>(url, "/organizer/venues", { body: hall, token });
  const draft = {
    name,
    venue: venue.id,
    category: "theatre",
    currency: "EUR",
    starts_at: "2031-06-01T18:00:00Z",
    doors_at: "2031-06-01T17:00:00Z",
    tiers: [{ name: "Seated", price: 4000, fee: 250, categories: ["Seats"] }],
    ...terms,
  };
  const event = await send<{ id: string }>(url, "/organizer/events", { body: draft, token });
  await send(url, `/organizer/events/${event.id}/publish`, { body: {}, token });
  return { id: event.id, name };
}
