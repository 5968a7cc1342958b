import { expect, test } from "vitest";
import { violations } from "./harness/accessibility";
import { organizerToken, send } from "./harness/calls";
import { publishEvent } from "./harness/organizer";
import { openMap } from "./harness/seats";
import { openStage } from "./harness/stage";

const stage = openStage();
/** A paused sale is asked for every half minute at the latest. */
const SOON = { timeout: 90_000 };

async function tellSale(eventId: string, word: "pause" | "resume"): Promise<void> {
  const { url } = stage.server();
  await send(url, `/organizer/events/${eventId}/${word}`, { body: {}, token: await organizerToken(url) });
}

test("a sale that begins while one looks is open without a reload", async () => {
  const { page } = await stage.enter({ size: "phone" });
  const { url } = stage.server();
  const { id, name } = await publishEvent(url, { on_sale_at: new Date(Date.now() + 60_000).toISOString() });
  // A clock that runs ahead: the page thinks that the moment has come before it has.
  await page.clock.install({ time: Date.now() + 80_000 });
  await page.goto(`/events/${id}`);
  await page.getByRole("heading", { name, level: 1 }).waitFor();
  await page.getByText(/^On sale /).waitFor();
  await page.getByRole("link", { name: "Choose your places" }).waitFor(SOON);
});

test("a sale that is paused says so, on the event and on the map, and goes on by itself", async () => {
  const [desk, phone] = [await stage.enter({ theme: "dark" }), await stage.enter({ size: "phone" })];
  const { id, name } = await publishEvent(stage.server().url);
  await tellSale(id, "pause");
  await desk.page.goto(`/events/${id}`);
  await desk.page.getByRole("heading", { name: "Paused for a moment" }).waitFor();
  await openMap(phone.page, id);
  const note = phone.page.getByTestId("sale-paused");
  await note.waitFor();
  expect(await violations(desk.page)).toEqual([]);
  expect(await violations(phone.page)).toEqual([]);
  const home = await stage.enter();
  await home.page.goto(`/?q=${encodeURIComponent(name)}`);
  await home.page.getByText("Paused", { exact: true }).waitFor();
  await tellSale(id, "resume");
  await desk.page.getByRole("link", { name: "Choose your places" }).waitFor(SOON);
  await note.waitFor({ state: "detached", ...SOON });
});
