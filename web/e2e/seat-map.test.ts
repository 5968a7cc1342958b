import { expect, test } from "vitest";
import { violations } from "./harness/accessibility";
import { PATIENCE_MS } from "./harness/browser";
import { publishEvent } from "./harness/organizer";
import { openMap, pointAtASeat, seatButton, seatsOf } from "./harness/seats";
import { findEvent, signIn } from "./harness/shop";
import { openStage } from "./harness/stage";

const stage = openStage({ ADMIT_PURCHASE_LIMITS: "off" });
const patient = { timeout: PATIENCE_MS };

test("a seat is pointed at, chosen with the mouse, and held by a guest", async () => {
  const { page } = await stage.enter();
  const event = await publishEvent(stage.server().url);
  const map = await openMap(page, event.id);
  const { x, y, text } = await pointAtASeat(page, map);
  expect(text).toContain("€40");
  expect(text).toContain("Available");
  await page.mouse.click(x, y);
  await expect.poll(() => page.getByTestId("choice").getByRole("listitem").count(), patient).toBe(1);
  expect(await page.getByTestId("total").textContent()).toBe("€42.50");
  await page.getByRole("button", { name: "Hold 1 seat" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("Grace Guest");
  await dialog.getByLabel("Email").fill("grace@example.com");
  await dialog.getByRole("button", { name: "Continue as guest" }).click();
  await page.getByRole("heading", { name: "Your basket" }).waitFor();
  // Back on the map the seat is marked as one's own.
  await page.goBack();
  await page.getByTestId("held-here").waitFor();
  await page.getByTestId("seat-map").hover({ position: { x: 5, y: 5 } });
  await page.mouse.move(x, y);
  await expect.poll(() => page.getByTestId("seat-tip").textContent(), patient).toContain("Held by you");
});

test("by keyboard alone: from seat to seat, chosen, and given up again", async () => {
  const { page } = await stage.enter();
  const event = await publishEvent(stage.server().url);
  await openMap(page, event.id);
  const focus = page.getByTestId("map-focus");
  await page.getByRole("application").focus();
  await page.keyboard.press("ArrowRight");
  await expect.poll(() => focus.textContent(), patient).toMatch(/row \w+, seat \d+, Seated, €40, Available/);
  const first = await focus.textContent();
  await page.keyboard.press("ArrowRight");
  await expect.poll(() => focus.textContent(), patient).not.toBe(first);
  await page.keyboard.press("ArrowLeft");
  await expect.poll(() => focus.textContent(), patient).toBe(first);
  await page.keyboard.press("Enter");
  await expect.poll(() => focus.textContent(), patient).toContain("Chosen by you");
  await page.getByRole("button", { name: "Hold 1 seat" }).waitFor();
  await page.keyboard.press("Space");
  await expect.poll(() => focus.textContent(), patient).toContain("Available");
  expect(await page.getByRole("button", { name: "Hold 1 seat" }).count()).toBe(0);
});

test("in a stadium the arrows go between sections, and Enter leads into one", async () => {
  const { page } = await stage.enter();
  await page.goto("/");
  const stadium = await findEvent(page, "Taylor Swift");
  await openMap(page, stadium.id);
  const focus = page.getByTestId("map-focus");
  await page.getByRole("application").focus();
  await page.keyboard.press("ArrowUp");
  await expect.poll(() => focus.textContent(), patient).toMatch(/^Section \d+, .* left, from £/);
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  await expect.poll(() => focus.textContent(), patient).toMatch(/^Section \d+, row \d+, seat \d+/);
  await page.getByTestId("minimap").waitFor();
  await page.keyboard.press("Escape");
  await expect.poll(() => focus.textContent(), patient).toMatch(/^Section \d+, .* left/);
});

test("the list has the same seats, and a choice made in it stands on the map", async () => {
  const { page } = await stage.enter({ size: "phone" });
  const event = await publishEvent(stage.server().url);
  await openMap(page, event.id);
  await page.getByRole("button", { name: "List" }).click();
  const [seat] = await seatsOf(stage.server().url, event.id);
  if (!seat) throw new Error("the event has seats");
  const button = seatButton(page, seat);
  await button.click();
  await expect.poll(() => button.getAttribute("aria-pressed"), patient).toBe("true");
  await page.reload();
  await page.getByRole("button", { name: "Hold 1 seat" }).waitFor();
  await page.getByRole("button", { name: "List" }).click();
  expect(await button.getAttribute("aria-pressed")).toBe("true");
});

test("a price is looked for, and the list leaves out the others", async () => {
  const { page } = await stage.enter();
  await page.goto("/");
  const hamlet = await findEvent(page, "Hamlet");
  await openMap(page, hamlet.id);
  await page.getByRole("button", { name: /^Premium/ }).click();
  await page.getByRole("button", { name: "List" }).click();
  await page.getByRole("button", { name: /^Dress Circle/ }).click();
  const seats = page.getByRole("button", { name: /^Dress Circle, row/ });
  await expect.poll(() => seats.count(), patient).toBeGreaterThan(20);
  const names = await seats.evaluateAll((all) => all.map((one) => one.getAttribute("aria-label") ?? ""));
  expect(names.filter((name) => !name.includes("Premium"))).toEqual([]);
});

test("the best seats are found by the program and shown as one's own", async () => {
  const { page } = await stage.enter();
  await signIn(page);
  const event = await publishEvent(stage.server().url);
  await openMap(page, event.id);
  await page.getByRole("button", { name: "More: How many?" }).click();
  await page.getByLabel("Price each").selectOption({ label: "Up to €42.50" });
  await page.getByRole("button", { name: "Hold 3 best" }).click();
  const held = page.getByTestId("held-here");
  await held.waitFor();
  expect(await held.textContent()).toMatch(/3 places are held for you here.*seat \d+–\d+/);
  await held.getByRole("button", { name: "Continue to basket" }).click();
  await page.getByRole("heading", { name: "Your basket" }).waitFor();
});

test("the best seats may be asked for of one price level", async () => {
  const { page } = await stage.enter();
  await signIn(page);
  await openMap(page, (await findEvent(page, "Hamlet")).id);
  const levels = page.getByLabel("Price level");
  const cheapest = (await levels.getByRole("option").allTextContents()).at(-1) ?? "";
  await levels.selectOption({ label: cheapest });
  const answered = page.waitForResponse("**/reserve");
  await page.getByRole("button", { name: "Hold 2 best" }).click();
  const { hold } = (await (await answered).json()) as { hold: { seats: { tier_name: string }[] } };
  expect(hold.seats.map((seat) => seat.tier_name)).toEqual([cheapest, cheapest]);
  await page.getByTestId("held-here").waitFor();
});

test("on a phone a tap comes nearer first, and then chooses", async () => {
  const { page } = await stage.enter({ size: "phone" });
  await page.goto("/");
  const hamlet = await findEvent(page, "Hamlet");
  const map = await openMap(page, hamlet.id);
  const box = await map.boundingBox();
  if (!box) throw new Error("the map is on the screen");
  const [x, y] = [box.x + box.width / 2, box.y + box.height * 0.45];
  await page.touchscreen.tap(x, y);
  expect(await page.getByRole("button", { name: /^Hold \d seat/ }).count()).toBe(0);
  await expect
    .poll(async () => {
      await page.touchscreen.tap(x, y);
      return page.getByRole("button", { name: "Hold 1 seat" }).count();
    }, patient)
    .toBe(1);
});

test("two fingers zoom the map", async () => {
  const { page, context } = await stage.enter({ size: "phone" });
  await page.goto("/");
  const stadium = await findEvent(page, "Taylor Swift");
  const map = await openMap(page, stadium.id);
  const box = await map.boundingBox();
  if (!box) throw new Error("the map is on the screen");
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const minimap = page.getByTestId("minimap");
  expect(await minimap.getAttribute("data-idle")).toBe("");
  const fingers = await context.newCDPSession(page);
  const touch = (type: "touchStart" | "touchMove" | "touchEnd", apart: number) => {
    const touchPoints = type === "touchEnd" ? [] : [-apart, apart].map((dx, id) => ({ x: x + dx, y, id }));
    return fingers.send("Input.dispatchTouchEvent", { type, touchPoints });
  };
  await touch("touchStart", 20);
  for (let apart = 30; apart <= 150; apart += 10) await touch("touchMove", apart);
  await touch("touchEnd", 0);
  await expect.poll(() => minimap.getAttribute("data-idle"), patient).toBeNull();
});

test("places without numbers are counted, and held by how many they are", async () => {
  const { page } = await stage.enter({ size: "phone" });
  await signIn(page);
  const club = await findEvent(page, "Paper Lanterns");
  await openMap(page, club.id);
  const card = page.getByTestId("general-Front Row");
  await card.getByRole("button", { name: "More: places in Front Row" }).click();
  await card.getByRole("button", { name: "More: places in Front Row" }).click();
  await card.getByRole("button", { name: /^Hold 2 places · \$100/ }).click();
  await page.getByRole("heading", { name: "Your basket" }).waitFor();
});

test.each([
  ["Hamlet", "light"],
  ["Taylor Swift", "dark"],
  ["Paper Lanterns", "dark"],
  ["Film on the Rocks", "light"],
] as const)("nothing on the map of %s in %s is out of anybody's reach", async (name, theme) => {
  const { page } = await stage.enter({ theme, size: theme === "dark" ? "phone" : "desktop" });
  await page.goto("/");
  const event = await findEvent(page, name);
  await openMap(page, event.id);
  expect(await violations(page)).toEqual([]);
  const list = page.getByRole("button", { name: "List" });
  if ((await list.count()) === 0) return;
  await list.click();
  await page.getByRole("region", { name: "Sections" }).getByRole("button").first().click();
  expect(await violations(page)).toEqual([]);
});
