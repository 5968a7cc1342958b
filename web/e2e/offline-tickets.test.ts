import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { violations } from "./harness/accessibility";
import { PATIENCE_MS } from "./harness/browser";
import { register } from "./harness/register";
import { api, hold, payByCard, signIn } from "./harness/shop";
import { openStage } from "./harness/stage";

const stage = openStage({ ADMIT_PURCHASE_LIMITS: "off" });
const patient = { timeout: PATIENCE_MS };

/** How many answers this browser keeps whose address is like that. */
const kept = (page: Page, cache: string, address: RegExp) =>
  page.evaluate(
    async ([cache, source]) => {
      const keys = await (await caches.open(cache)).keys();
      return keys.filter(({ url }) => new RegExp(source).test(url)).length;
    },
    [cache, address.source] as const,
  );

/** Two tickets, bought on a first visit and never looked at. */
async function buyTwo(page: Page, email: string): Promise<void> {
  await register(page, email);
  const holdId = await hold(page, "Raga Nova", 2);
  await page.goto(`/checkout/${holdId}`);
  await payByCard(page, "4242 4242 4242 4242");
  await page.getByRole("heading", { name: "You're going!" }).waitFor();
  await expect.poll(() => kept(page, "admit-tickets-v1", /qr\.svg$/), patient).toBe(2);
  await expect.poll(() => kept(page, "admit-page-v1", /\.css$/), patient).toBeGreaterThan(0);
}

async function openACode(page: Page): Promise<void> {
  await page
    .getByRole("link", { name: /Open ticket/ })
    .last()
    .click();
  const code = page.getByRole("img", { name: "The ticket's QR code" });
  await code.waitFor();
  await expect
    .poll(() => code.evaluate((img: HTMLImageElement) => img.complete && img.naturalWidth > 0), patient)
    .toBe(true);
}

test("tickets open at a door without a network, with a code, and go with the session", async () => {
  const { page, context } = await stage.enter({ size: "phone" });
  await buyTwo(page, "offline@example.com");
  await context.setOffline(true);
  await page.goto("/tickets");
  await page.getByText("These tickets were kept on this device.").waitFor();
  await openACode(page);

  await context.setOffline(false);
  await page.goto("/account");
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByRole("navigation").getByRole("link", { name: "Sign in" }).waitFor();
  await expect.poll(() => page.evaluate(() => caches.has("admit-tickets-v1")), patient).toBe(false);
  expect(await api(page, "GET", "/events?limit=1")).toBeTruthy();
});

test("a code that isn't on the device is said not to be, and comes with the network", async () => {
  const { page, context } = await stage.enter({ size: "phone" });
  await buyTwo(page, "unseen@example.com");
  await page.evaluate(async () => {
    const cache = await caches.open("admit-tickets-v1");
    const keys = await cache.keys();
    await Promise.all(keys.filter(({ url }) => url.endsWith("qr.svg")).map((key) => cache.delete(key)));
  });
  await context.setOffline(true);
  await page.goto("/tickets");
  await page
    .getByRole("link", { name: /Open ticket/ })
    .first()
    .click();
  await page.getByText("This code isn't on this device yet").waitFor();
  expect(await violations(page)).toEqual([]);
  await context.setOffline(false);
  await page.getByRole("img", { name: "The ticket's QR code" }).waitFor();
});

test.each(["silent", "faulty"] as const)("tickets open where the network is there and %s", async (weather) => {
  const { page } = await stage.enter({ size: "phone" });
  await buyTwo(page, `${weather}@example.com`);
  stage.server().network(weather);
  try {
    await page.goto("/tickets");
    await openACode(page);
    if (weather === "silent") return;
    await page.goto("/tickets");
    await page.getByText("These tickets were kept on this device.").waitFor();
  } finally {
    stage.server().network("fine");
  }
});

test("what is kept as the page is the page, whatever else was opened by its address", async () => {
  const { page } = await stage.enter();
  await page.goto("/");
  await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null), patient).toBe(true);
  await page.goto("/icon.svg");
  expect(await page.evaluate(() => document.documentElement.tagName)).toBe("svg");
  const type = () =>
    page.evaluate(async () => {
      const page = await (await caches.open("admit-page-v1")).match("/", { ignoreVary: true });
      return page?.headers.get("content-type") ?? null;
    });
  expect(await type()).toContain("text/html");
});

test("a session that an answer's loss ended leaves the tickets, until they are removed by hand", async () => {
  const { page, context } = await stage.enter({ size: "phone" });
  await buyTwo(page, "lost@example.com");
  await page.goto("/");
  // The renewal reaches the program, and its answer nobody.
  const cookies = await context.cookies();
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  const origin = stage.server().url;
  let renewals = 0;
  await page.route("**/api/v1/auth/refresh", async (route) => {
    renewals += 1;
    if (renewals > 1) return route.continue();
    const headers = { cookie, origin, "content-type": "application/json" };
    const carriedOut = await fetch(`${origin}/api/v1/auth/refresh`, { method: "POST", headers, body: "{}" });
    expect(carriedOut.status).toBe(200);
    await route.abort("connectionreset");
  });
  await context.clearCookies({ name: "admit_session" });
  await page.goto("/tickets");
  await page.getByText("Your session has ended. These tickets were kept on this device.").waitFor();
  expect(renewals).toBeGreaterThan(1);
  await openACode(page);
  await page.goBack();
  await page.getByRole("button", { name: "Remove them from this device" }).click();
  await page.getByRole("heading", { name: "Your session has ended" }).waitFor();
  expect(await page.evaluate(() => caches.has("admit-tickets-v1"))).toBe(false);
});

test("on whatever screen the signed-in read, what opens their tickets is kept", async () => {
  const { page } = await stage.enter();
  await signIn(page);
  await expect.poll(() => kept(page, "admit-page-v1", /assets\/purchases-[^/]*\.js$/), patient).toBe(1);
});
