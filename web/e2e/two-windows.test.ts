import type { Locator, Page } from "playwright-core";
import { expect, test } from "vitest";
import { PATIENCE_MS } from "./harness/browser";
import { publishEvent } from "./harness/organizer";
import { openMap, pointAtASeat, Rival, type Seat, seatButton, seatsOf } from "./harness/seats";
import { signIn } from "./harness/shop";
import { openStage } from "./harness/stage";

const stage = openStage({ ADMIT_PURCHASE_LIMITS: "off" });
const patient = { timeout: PATIENCE_MS };

async function newSale(): Promise<{ id: string; seats: Seat[] }> {
  const { url } = stage.server();
  const { id } = await publishEvent(url);
  return { id, seats: await seatsOf(url, id) };
}

test("what is held in one window shows in the other, and so does its coming back", async () => {
  const [first, second] = [await stage.enter(), await stage.enter({ size: "phone" })];
  const { id, seats } = await newSale();
  const [seat] = seats;
  if (!seat) throw new Error("the event has seats");
  await signIn(first.page);
  for (const { page } of [first, second]) {
    await openMap(page, id);
    await page.getByRole("button", { name: "List" }).click();
  }
  await seatButton(first.page, seat).click();
  const seen = seatButton(second.page, seat);
  expect(await seen.getAttribute("aria-label")).toContain("Available");
  await first.page.getByRole("button", { name: "Hold 1 seat" }).click();
  await expect.poll(() => seen.getAttribute("aria-label"), patient).toContain("Held by someone");
  await first.page.getByRole("button", { name: "Let go" }).click();
  await first.page.getByRole("dialog").getByRole("button", { name: "Let go" }).click();
  await expect.poll(() => seen.getAttribute("aria-label"), patient).toContain("Available");
});

test("a seat that is taken looks different on the map itself", async () => {
  const { page } = await stage.enter();
  const { id, seats } = await newSale();
  const map = await openMap(page, id);
  const { x, y, text } = await pointAtASeat(page, map);
  const [, row, number] = /row (\w+), seat (\d+)/.exec(text) ?? [];
  const seat = seats.find((one) => one.row === row && one.number === number);
  if (!seat) throw new Error(`the plan has ${text}`);
  const rival = await Rival.enter(stage.server().url);
  // What is said of the seat follows while the mouse rests on it.
  const hold = await rival.hold(id, [seat]);
  const tip = page.getByTestId("seat-tip");
  await expect.poll(() => tip.textContent(), patient).toContain("Held by someone");
  await rival.letGo(id, hold);
  await expect.poll(() => tip.textContent(), patient).toContain("Available");
  await page.mouse.move(0, 0);
  await expect.poll(() => tip.count(), patient).toBe(0);
  const clip = { x: x - 14, y: y - 14, width: 28, height: 28 };
  const before = await page.screenshot({ clip });
  expect((await page.screenshot({ clip })).equals(before)).toBe(true);
  await rival.hold(id, [seat]);
  await expect.poll(async () => (await page.screenshot({ clip })).equals(before), patient).toBe(false);
});

test("a seat taken under one's finger is explained, and the next best is one press away", async () => {
  const { page } = await stage.enter();
  await signIn(page);
  const { id, seats } = await newSale();
  await openMap(page, id);
  await page.getByRole("button", { name: "List" }).click();
  const wanted = seats.slice(4, 6);
  for (const seat of wanted) await seatButton(page, seat).click();
  await page.getByRole("button", { name: "Hold 2 seats" }).waitFor();
  await (await Rival.enter(stage.server().url)).hold(id, wanted.slice(0, 1));
  const lost = page.getByTestId("lost");
  await lost.waitFor();
  expect(await lost.textContent()).toContain(
    `Someone was faster: Stalls, row ${wanted[0]?.row}, seat ${wanted[0]?.number}`,
  );
  await page.getByRole("button", { name: "Hold 1 seat" }).waitFor();
  await lost.getByRole("button", { name: /row/ }).first().click();
  await page.getByRole("button", { name: "Hold 2 seats" }).click();
  await page.getByRole("heading", { name: "Your basket" }).waitFor();
});

test("who loses the race at the very last moment is told which seat, and keeps the other", async () => {
  const { page } = await stage.enter();
  await signIn(page);
  const { id, seats } = await newSale();
  const rival = await Rival.enter(stage.server().url);
  await openMap(page, id);
  await page.getByRole("button", { name: "List" }).click();
  const wanted = seats.slice(0, 2);
  for (const seat of wanted) await seatButton(page, seat).click();
  let isFirst = true;
  await page.route("**/reserve", async (route) => {
    // The other one's request arrives while this one is on its way.
    if (isFirst) await rival.hold(id, wanted.slice(1));
    isFirst = false;
    await route.continue();
  });
  await page.getByRole("button", { name: "Hold 2 seats" }).click();
  await page.getByTestId("lost").waitFor();
  await page.getByRole("button", { name: "Hold 1 seat" }).click();
  await page.getByRole("heading", { name: "Your basket" }).waitFor();
});

/** The program carries out the first claim; only its answer goes missing. Gives the keys of all. */
async function loseTheFirstAnswer(page: Page): Promise<(string | undefined)[]> {
  const keys: (string | undefined)[] = [];
  await page.route("**/reserve", async (route) => {
    keys.push(route.request().headers()["idempotency-key"]);
    if (keys.length > 1) return route.continue();
    await route.fetch();
    await route.abort("connectionreset");
  });
  return keys;
}

async function claimASeat(page: Page): Promise<Locator> {
  const { id, seats } = await newSale();
  await openMap(page, id);
  await page.getByRole("button", { name: "List" }).click();
  const [seat] = seats;
  if (!seat) throw new Error("the event has seats");
  await seatButton(page, seat).click();
  const claim = page.getByRole("button", { name: "Hold 1 seat" });
  await claim.click();
  return claim;
}

test("an answer that the network loses is asked for again, and nothing is held twice", async () => {
  const { page } = await stage.enter();
  await signIn(page);
  const keys = await loseTheFirstAnswer(page);
  let isLost = true;
  // Nor can it be known otherwise what came of it.
  await page.route("**/seats/reservation", (route) =>
    isLost && keys.length > 0 ? route.abort("connectionreset") : route.continue(),
  );
  const claim = await claimASeat(page);
  await page.getByRole("alert").filter({ hasText: "No answer came" }).waitFor();
  isLost = false;
  await claim.click();
  await page.getByRole("heading", { name: "Your basket" }).waitFor();
  expect(new Set(keys).size).toBe(1);
  expect(keys).toHaveLength(2);
});

test("what an unanswered claim holds after all is one's own, and nobody was faster", async () => {
  const { page } = await stage.enter();
  await signIn(page);
  await loseTheFirstAnswer(page);
  await claimASeat(page);
  await page.getByTestId("held-here").getByText("1 place is held for you here").waitFor();
  await expect.poll(() => page.getByText("No answer came").count(), patient).toBe(0);
  expect(await page.getByTestId("lost").count()).toBe(0);
  await page.getByRole("button", { name: "Continue to basket" }).click();
  await page.getByRole("heading", { name: "Your basket" }).waitFor();
});

test("the program's own failure leaves open what it did, so the next try is the same one", async () => {
  const { page } = await stage.enter();
  await signIn(page);
  const keys: (string | undefined)[] = [];
  await page.route("**/reserve", async (route) => {
    keys.push(route.request().headers()["idempotency-key"]);
    if (keys.length > 1) return route.continue();
    await route.fulfill({ status: 502, body: "bad gateway" });
  });
  const claim = await claimASeat(page);
  await page.getByRole("alert").filter({ hasText: "nothing is held twice" }).waitFor();
  await claim.click();
  await page.getByRole("heading", { name: "Your basket" }).waitFor();
  expect(new Set(keys).size).toBe(1);
  expect(keys).toHaveLength(2);
});

test("the best seats are held, said aloud and brought into view", async () => {
  const { page } = await stage.enter();
  await signIn(page);
  const { id } = await newSale();
  await openMap(page, id);
  // So low that what is held for one stands out of sight when the button is pressed.
  await page.setViewportSize({ width: 1200, height: 420 });
  await page.getByRole("button", { name: "Hold 2 best" }).click();
  const held = page.getByTestId("held-here");
  await held.waitFor();
  await expect
    .poll(() => page.getByRole("status").allTextContents(), patient)
    .toContainEqual(expect.stringMatching(/^Held for you: .*row/));
  await expect.poll(() => held.evaluate((element) => element.getBoundingClientRect().top >= 64), patient).toBe(true);
});
