import { expect, test } from "vitest";
import { PATIENCE_MS } from "./harness/browser";
import { publishEvent } from "./harness/organizer";
import { hold, signIn } from "./harness/shop";
import { openStage } from "./harness/stage";

const stage = openStage();
const patient = { timeout: PATIENCE_MS };
const seconds = (face: string | null) => {
  const [, minutes, rest] = /(\d+):(\d\d)/.exec(face ?? "") ?? [];
  return Number(minutes) * 60 + Number(rest);
};

test("the countdown survives a reload, is extended once, and the places are let go", async () => {
  const { page } = await stage.enter();
  await signIn(page);
  const event = await publishEvent(stage.server().url);
  await hold(page, event.name, 2);
  await page.goto("/basket");
  const clock = page.getByRole("timer");
  const before = seconds(await clock.textContent());
  expect(before).toBeGreaterThan(400);
  expect(before).toBeLessThanOrEqual(600);
  await page.reload();
  const after = seconds(await clock.textContent());
  expect(after).toBeLessThanOrEqual(before + 1);

  await page.getByRole("button", { name: "5 more minutes" }).click();
  await expect.poll(async () => seconds(await clock.textContent()), patient).toBeGreaterThan(after + 200);
  await expect.poll(() => page.getByRole("button", { name: "5 more minutes" }).count(), patient).toBe(0);

  await page.getByRole("button", { name: "Let go" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Let go" }).click();
  await page.getByRole("heading", { name: "Your basket is empty" }).waitFor();
});

test("the last two minutes are warned of, on whatever screen", async () => {
  const { page } = await stage.enter({ size: "phone" });
  await signIn(page);
  const event = await publishEvent(stage.server().url, { hold_s: 122 });
  await hold(page, event.name, 1);
  await page.goto("/privacy");
  await page
    .getByText(/^(2 minutes|1 minute \d+ seconds?|\d+ seconds?) left to buy your places\.$/)
    .first()
    .waitFor();
});

test("at zero it is said where the places went, and how to choose again", async () => {
  const { page } = await stage.enter({ size: "phone" });
  await signIn(page);
  const event = await publishEvent(stage.server().url, { hold_s: 15 });
  await page.goto("/basket");
  await hold(page, event.name, 1);
  await page.reload();
  await page.getByRole("heading", { name: "Time is up" }).waitFor();
  await page.getByRole("link", { name: "Choose again" }).click();
  await page.getByRole("heading", { name: event.name }).waitFor();
});

test("a checkout whose time runs out says that nothing was charged", async () => {
  const { page } = await stage.enter();
  await signIn(page);
  const event = await publishEvent(stage.server().url, { hold_s: 6 });
  const holdId = await hold(page, event.name, 1);
  await page.goto(`/checkout/${holdId}`);
  await page.getByRole("heading", { name: "Your time is up" }).waitFor();
  await page.getByText("nothing was charged").waitFor();
});
