/** Takes the pictures in docs/screenshots: `npm run screenshots`. */
import { mkdir, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { PATIENCE_MS } from "./harness/browser";
import { findEvent, hold, payByCard, signIn } from "./harness/shop";
import { openStage } from "./harness/stage";

const FOLDER = fileURLToPath(new URL("../../docs/screenshots", import.meta.url));
const BYTES_MAX = 1_500_000;
const stage = openStage({ ADMIT_PURCHASE_LIMITS: "off" });

async function take(page: Page, name: string): Promise<void> {
  await expect.poll(() => page.locator(".animate-pulse").count(), { timeout: PATIENCE_MS }).toBe(0);
  await page.evaluate(async () => void (await document.fonts.ready));
  await page.screenshot({ path: join(FOLDER, `${name}.jpg`), type: "jpeg", quality: 80 });
}

async function openMap(page: Page, event: string): Promise<void> {
  const { id } = await findEvent(page, event);
  await page.goto(`/events/${id}/seats`);
  await page.getByText("Live", { exact: true }).first().waitFor();
}

test("the shop on a desk", async () => {
  await mkdir(FOLDER, { recursive: true });
  const { page } = await stage.enter({ size: "desktop" });
  await page.goto("/");
  await page.getByRole("heading", { level: 3 }).first().waitFor();
  await take(page, "home");
  await page.goto(`/events/${(await findEvent(page, "Coldplay")).id}`);
  await page.getByRole("heading", { level: 1 }).waitFor();
  await take(page, "event");
  await openMap(page, "Hamlet");
  await take(page, "seat-map");
  await signIn(page);
  await page.goto(`/checkout/${await hold(page, "Coldplay", 3)}`);
  await page.getByLabel("Card number").waitFor();
  await take(page, "checkout");
});

test("the shop on a phone, in the dark", async () => {
  await mkdir(FOLDER, { recursive: true });
  const { page } = await stage.enter({ size: "phone", theme: "dark" });
  await page.goto("/");
  await page.getByRole("heading", { level: 3 }).first().waitFor();
  await take(page, "home-phone-dark");
  await openMap(page, "Taylor Swift");
  await take(page, "seat-map-phone-dark");
  await signIn(page);
  await page.goto(`/checkout/${await hold(page, "Raga Nova", 2)}`);
  await payByCard(page, "4242 4242 4242 4242");
  await page.getByRole("heading", { name: "You're going!" }).waitFor();
  await take(page, "confirmation-phone-dark");
  await page.getByRole("link", { name: "Open ticket" }).first().click();
  await page.getByRole("img", { name: "The ticket's QR code" }).waitFor();
  await take(page, "ticket-phone-dark");
});

test("the pictures are small enough to be kept with the code", async () => {
  const sizes = (await readdir(FOLDER)).map(async (name) => (await stat(join(FOLDER, name))).size);
  expect((await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)).toBeLessThan(BYTES_MAX);
});
