import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { violations } from "./harness/accessibility";
import { PATIENCE_MS } from "./harness/browser";
import { queueUp, runLine, walkAway } from "./harness/line";
import { publishEvent } from "./harness/organizer";
import { seatButton, seatsOf } from "./harness/seats";
import { payByCard, signIn } from "./harness/shop";
import { openStage } from "./harness/stage";

const stage = openStage({ ADMIT_PURCHASE_LIMITS: "off" });
const patient = { timeout: PATIENCE_MS };

/** An event that people queue for, and nobody is called yet. */
async function newLine(): Promise<string> {
  const { url } = stage.server();
  const { id } = await publishEvent(url);
  await runLine(url, id, { mode: "always", paused: true, rate_per_min: 600 });
  return id;
}

const ahead = (page: Page) => page.getByTestId("ahead").textContent();
const position = (page: Page) => page.getByTestId("position").textContent();

test("a guest waits, sees the line grow shorter, is called, goes in, holds a seat and has a ticket", async () => {
  const { page } = await stage.enter({ size: "phone" });
  const { url } = stage.server();
  const id = await newLine();
  const others = await queueUp(url, id, 3);
  await page.goto(`/events/${id}/queue`);
  await page.getByRole("button", { name: "Join the line" }).click();
  await expect.poll(() => ahead(page), patient).toBe("3 ahead of you");
  expect(await position(page)).toBe("4");
  await page.getByText("This page follows by itself").waitFor();
  expect(await violations(page)).toEqual([]);

  await walkAway(url, id, others[0] ?? "");
  await expect.poll(() => ahead(page), patient).toBe("2 ahead of you");
  expect(Number(await page.getByRole("progressbar").getAttribute("aria-valuenow"))).toBeGreaterThan(0);

  await runLine(url, id, { paused: false });
  await page.getByRole("heading", { name: "It's your turn" }).waitFor();
  expect(await page.title()).toContain("It's your turn!");
  expect(await violations(page)).toEqual([]);
  await page.getByRole("button", { name: "Enter now" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("Grace Guest");
  await dialog.getByLabel("Email").fill("grace@example.com");
  await dialog.getByRole("button", { name: "Continue as guest" }).click();
  await page.getByTestId("seat-map").waitFor();
  await page.getByRole("button", { name: "List" }).click();
  const [seat] = await seatsOf(url, id);
  if (!seat) throw new Error("the event has seats");
  await seatButton(page, seat).click();
  await page.getByRole("button", { name: "Hold 1 seat" }).click();
  await page.getByRole("heading", { name: "Your basket" }).waitFor();
  await page.getByRole("link", { name: "Check out" }).click();
  await payByCard(page, "4242 4242 4242 4242");
  await page.getByRole("heading", { name: /You're going/ }).waitFor();
});

test("the place outlives a reload, and a server that goes away and comes back", async () => {
  const { page } = await stage.enter();
  const { url } = stage.server();
  const id = await newLine();
  await queueUp(url, id, 2);
  await page.goto(`/events/${id}/queue`);
  await page.getByRole("button", { name: "Join the line" }).click();
  await expect.poll(() => position(page), patient).toBe("3");
  await page.reload();
  await expect.poll(() => position(page), patient).toBe("3");
  await stage.server().kill();
  await page.getByText("Reconnecting. Your place is safe.").waitFor();
  expect(await position(page)).toBe("3");
  await stage.server().start();
  await page.getByText("This page follows by itself").waitFor();
  expect(await position(page)).toBe("3");
});

test("who leaves is asked once more, and may join again at the end", async () => {
  const { page } = await stage.enter();
  const id = await newLine();
  await page.goto(`/events/${id}/queue`);
  await page.getByRole("button", { name: "Join the line" }).click();
  await expect.poll(() => position(page), patient).toBe("1");
  await page.getByRole("button", { name: "Leave the line" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Stay" }).click();
  expect(await position(page)).toBe("1");
  await page.getByRole("button", { name: "Leave the line" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Leave the line" }).click();
  await page.getByRole("heading", { name: "You left the line" }).waitFor();
  await page.getByRole("button", { name: "Join again" }).click();
  await expect.poll(() => position(page), patient).toBe("2");
});

test("one account has one place, on whatever device", async () => {
  const [desk, phone] = [await stage.enter(), await stage.enter({ size: "phone", theme: "dark" })];
  const id = await newLine();
  for (const { page } of [desk, phone]) {
    await signIn(page);
    await page.goto(`/events/${id}/queue`);
  }
  await desk.page.getByRole("button", { name: "Join the line" }).click();
  await expect.poll(() => position(desk.page), patient).toBe("1");
  await phone.page.reload();
  await expect.poll(() => position(phone.page), patient).toBe("1");
  expect(await violations(phone.page)).toEqual([]);
});

test("before a draw the clock runs, and what proves the draw is shown", async () => {
  const { page } = await stage.enter({ theme: "dark" });
  const { url } = stage.server();
  const { id } = await publishEvent(url);
  await runLine(url, id, { mode: "draw", opens_at: new Date(Date.now() + 3_600_000).toISOString() });
  await signIn(page);
  await page.goto(`/events/${id}/queue`);
  await page.getByRole("button", { name: "Join the line" }).click();
  await expect
    .poll(() => page.getByTestId("prequeue-clock").textContent(), patient)
    .toMatch(/^(59|1:00):\d\d(:\d\d)?$/);
  await page.getByText("How the draw can be checked").click();
  await page
    .getByText(/^[0-9a-f]{64}$/)
    .first()
    .waitFor();
  await page.getByText("Published once the draw is over").waitFor();
  expect(await violations(page)).toEqual([]);
});

test("who goes past the line is shown to it", async () => {
  const { page } = await stage.enter();
  const { url } = stage.server();
  const id = await newLine();
  await signIn(page);
  await page.goto(`/events/${id}/seats`);
  await page.getByRole("button", { name: "List" }).click();
  const [seat] = await seatsOf(url, id);
  if (!seat) throw new Error("the event has seats");
  await seatButton(page, seat).click();
  await page.getByRole("button", { name: "Hold 1 seat" }).click();
  await page.getByRole("alert").getByRole("link", { name: "To the line" }).click();
  await page.getByRole("button", { name: "Join the line" }).waitFor();
});

test("who shops is told when the turn is about to end", async () => {
  const { page } = await stage.enter({ size: "phone" });
  const { url } = stage.server();
  const { id } = await publishEvent(url);
  // Everybody is let in at once, for four minutes.
  await runLine(url, id, { mode: "always", rate_per_min: 600, pass_s: 240 });
  await signIn(page);
  await page.goto(`/events/${id}/queue`);
  await page.getByRole("button", { name: "Join the line" }).click();
  await page.getByRole("button", { name: "Enter now" }).click();
  await page.getByTestId("seat-map").waitFor();
  await expect
    .poll(() => page.getByTestId("turn-left").textContent(), patient)
    .toMatch(/^Your turn ends in [0-4]:\d\d$/);
  expect(await violations(page)).toEqual([]);
});

const notifications = (page: Page) =>
  page.evaluate(async () => {
    const worker = await navigator.serviceWorker.ready;
    return (await worker.getNotifications()).map(({ title, body }) => ({ title, body }));
  });

test("who asked for it is told of the call by the device, and nobody else", async () => {
  const { url } = stage.server();
  const [asks, doesnt] = [await stage.enter({ size: "phone" }), await stage.enter()];
  const { id, name } = await publishEvent(url);
  await runLine(url, id, { mode: "always", paused: true, rate_per_min: 600 });
  for (const { page, context } of [asks, doesnt]) {
    await context.grantPermissions(["notifications"]);
    await page.goto(`/events/${id}/queue`);
    await page.getByRole("button", { name: "Join the line" }).click();
    await page.getByTestId("position").waitFor();
  }
  await asks.page.getByRole("button", { name: "Tell me when it's my turn" }).click();
  await asks.page.getByText("This device will tell you").waitFor();
  expect(await violations(asks.page)).toEqual([]);
  // Asked once, it stays so over a reload.
  await asks.page.reload();
  await asks.page.getByText("This device will tell you").waitFor();
  await runLine(url, id, { paused: false });
  await expect
    .poll(() => notifications(asks.page), patient)
    .toEqual([{ title: "It's your turn", body: `Go in now for ${name}.` }]);
  await doesnt.page.getByRole("heading", { name: "It's your turn" }).waitFor();
  expect(await notifications(doesnt.page)).toEqual([]);
  // Once one is inside, it isn't news any more.
  await asks.page.getByRole("link", { name: "Admit" }).first().click();
  await expect.poll(() => notifications(asks.page), patient).toEqual([]);
});
