import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { PATIENCE_MS } from "./harness/browser";
import { publishEvent } from "./harness/organizer";
import { openMap, Rival, seatButton, seatsOf } from "./harness/seats";
import { openStage } from "./harness/stage";

const stage = openStage({ ADMIT_PURCHASE_LIMITS: "off" });
const patient = { timeout: PATIENCE_MS };

const status = (page: Page) => page.getByTestId("live-mark").getAttribute("data-status");

/** The list of a new sale in a window, and the label of its first seat. */
async function watchASale(page: Page) {
  const { url } = stage.server();
  const { id } = await publishEvent(url);
  const seats = await seatsOf(url, id);
  const [seat] = seats;
  if (!seat) throw new Error("the event has seats");
  await openMap(page, id);
  await page.getByRole("button", { name: "List" }).click();
  return { id, seat, label: () => seatButton(page, seat).getAttribute("aria-label") };
}

test("a page outlives its server: it says that it is cut off, comes back, and shows what happened meanwhile", async () => {
  const { page } = await stage.enter();
  const { id, seat, label } = await watchASale(page);
  await expect.poll(() => status(page), patient).toBe("live");
  await stage.server().kill();
  await expect.poll(() => status(page), patient).not.toBe("live");
  expect(await label()).toContain("Available");
  await stage.server().start();
  await (await Rival.enter(stage.server().url)).hold(id, [seat]);
  await expect.poll(label, patient).toContain("Held by someone");
  await expect.poll(() => status(page), patient).toBe("live");
});

test("where sockets are blocked, a stream brings the same", async () => {
  const { page } = await stage.enter();
  await page.routeWebSocket("**/api/v1/ws", (socket) => socket.close());
  const { id, seat, label } = await watchASale(page);
  const streamed = page.waitForRequest("**/stream");
  await streamed;
  await expect.poll(() => status(page), patient).toBe("live");
  await (await Rival.enter(stage.server().url)).hold(id, [seat]);
  await expect.poll(label, patient).toContain("Held by someone");
});

test("where nothing can stay open, the page asks again and again", async () => {
  const { page } = await stage.enter();
  await page.routeWebSocket("**/api/v1/ws", (socket) => socket.close());
  await page.route("**/stream", (route) => route.abort());
  const { id, seat, label } = await watchASale(page);
  await expect.poll(() => status(page), patient).toBe("polling");
  await (await Rival.enter(stage.server().url)).hold(id, [seat]);
  await expect.poll(label, patient).toContain("Held by someone");
});

test("a page that was offline says so, and catches up by itself", async () => {
  const { page, context } = await stage.enter();
  const { id, seat, label } = await watchASale(page);
  await expect.poll(() => status(page), patient).toBe("live");
  await context.setOffline(true);
  await expect.poll(() => status(page), patient).toBe("offline");
  await (await Rival.enter(stage.server().url)).hold(id, [seat]);
  await context.setOffline(false);
  await expect.poll(label, patient).toContain("Held by someone");
});
