/** Seats of an event: where they are on the map, and other buyers who take them. */
import { randomUUID } from "node:crypto";
import type { Locator, Page } from "playwright-core";
import { send } from "./calls";

export interface Seat {
  id: string;
  row: string;
  number: string;
}

/** All seats of an event, in the order of its plan. */
export async function seatsOf(url: string, eventId: string): Promise<Seat[]> {
  const plan = await send<{ sections: { rows: { label: string; seats: { id: string; number: string }[] }[] }[] }>(
    url,
    `/seats/${eventId}/map`,
    { method: "GET" },
  );
  const rows = plan.sections.flatMap((section) => section.rows);
  return rows.flatMap((row) => row.seats.map(({ id, number }) => ({ id, row: row.label, number })));
}

/** Somebody else, who buys without a browser. */
export class Rival {
  private constructor(
    private readonly url: string,
    private readonly token: string,
  ) {}

  static async enter(url: string): Promise<Rival> {
    const body = { email: `${randomUUID()}@example.com`, name: "Rival" };
    const session = await send<{ access_token: string }>(url, "/auth/guest", { body });
    return new Rival(url, session.access_token);
  }

  async hold(eventId: string, seats: readonly Seat[]): Promise<string> {
    const wish = { seats: seats.map((seat) => seat.id) };
    const answer = await send<{ hold: { id: string } }>(this.url, `/seats/${eventId}/reserve`, {
      body: wish,
      token: this.token,
    });
    return answer.hold.id;
  }

  async letGo(eventId: string, holdId: string): Promise<void> {
    await send(this.url, `/seats/${eventId}/release`, { body: { hold_id: holdId }, token: this.token });
  }
}

export async function openMap(page: Page, eventId: string): Promise<Locator> {
  await page.goto(`/events/${eventId}/seats`);
  const map = page.getByTestId("seat-map");
  await map.waitFor();
  return map;
}

/** A button of the list view, by its seat. */
export function seatButton(page: Page, { row, number }: Seat): Locator {
  return page.getByRole("button", { name: new RegExp(`, row ${row}, seat ${number},`) });
}

/** Moves the mouse over the map until it points at a seat; answers with where, and what is said of it. */
export async function pointAtASeat(page: Page, map: Locator): Promise<{ x: number; y: number; text: string }> {
  const box = await map.boundingBox();
  if (!box) throw new Error("the map is on the screen");
  const tip = page.getByTestId("seat-tip");
  for (let part = 0.35; part < 0.85; part += 0.02) {
    const [x, y] = [box.x + box.width * 0.47, box.y + box.height * part];
    await page.mouse.move(x, y);
    const text = (await tip.count()) > 0 ? ((await tip.textContent()) ?? "") : "";
    if (/seat \d+/.test(text)) return { x, y, text };
  }
  throw new Error("no seat is under any of the points");
}
