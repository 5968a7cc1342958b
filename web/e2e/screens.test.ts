import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { violations } from "./harness/accessibility";
import { PATIENCE_MS, type Size, type Theme } from "./harness/browser";
import { findEvent, hold, payByCard, signIn } from "./harness/shop";
import { openStage } from "./harness/stage";

const stage = openStage({ ADMIT_PURCHASE_LIMITS: "off" });
const patient = { timeout: PATIENCE_MS };

const LOOKS: [Size, Theme][] = [
  ["narrow", "light"],
  ["phone", "dark"],
  ["desktop", "light"],
  ["desktop", "dark"],
  ["wide", "dark"],
];

/** How many transitions are under way, which end by themselves, unlike animations. */
const transitions = () => document.getAnimations().filter((one) => one instanceof CSSTransition).length;

async function judge(page: Page, screen: string): Promise<void> {
  await page.getByRole("heading", { level: 1 }).first().waitFor();
  // Skeletons give way to what was asked for.
  await expect.poll(() => page.locator(".animate-pulse").count(), patient).toBe(0);
  // Colours that are still on their way to what they will be are nobody's colours.
  await expect.poll(() => page.evaluate(transitions), patient).toBe(0);
  expect(await violations(page), screen).toEqual([]);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow, `${screen} is wider than the window`).toBeLessThanOrEqual(0);
}

test.each(LOOKS)("every screen is accessible and fits (%s, %s)", async (size, theme) => {
  const { page } = await stage.enter({ size, theme });
  const visit = async (path: string, screen = path) => {
    await page.goto(path);
    await judge(page, screen);
  };
  await visit("/");
  await page.getByRole("button", { name: "Filters" }).click();
  await judge(page, "/ with filters");
  const [onSale, soon] = [await findEvent(page, "Hamlet"), await findEvent(page, "Last Mass")];
  await visit(`/events/${onSale.id}`, "an event on sale");
  await visit(`/events/${soon.id}`, "an event to come");
  await visit(`/events/${onSale.id}/seats`, "the seats");
  await page.getByText("Live", { exact: true }).first().waitFor();
  await judge(page, "the seats, live");
  for (const path of ["/?q=zzzz", "/nowhere", "/privacy", "/sign-in", "/register", "/forgot-password"])
    await visit(path);
  for (const path of ["/tickets", "/verify", "/verify#token=x", "/reset-password#token=x"]) await visit(path);
  await signIn(page);
  await visit("/basket", "an empty basket");
  await visit("/account");
  const holdId = await hold(page, "Hamlet", 2);
  await visit("/basket", "a basket");
  await page.getByRole("button", { name: "Let go" }).click();
  await judge(page, "a question");
  await visit(`/checkout/${holdId}`, "the checkout");
  await page.getByText("UPI", { exact: true }).click();
  await judge(page, "the checkout by UPI");
  await page.getByText("Card", { exact: true }).click();
  await payByCard(page, "4000 0000 0000 0002");
  await page.getByRole("alert").filter({ hasText: "declined" }).waitFor();
  await judge(page, "a declined payment");
  await payByCard(page, "4242 4242 4242 4242");
  await page.getByRole("heading", { name: "You're going!" }).waitFor();
  await judge(page, "the confirmation");
  await visit("/orders");
  await visit("/tickets", "my tickets");
  await page
    .getByRole("link", { name: /Open ticket/ })
    .first()
    .click();
  await page.getByRole("button", { name: "Fill the screen" }).waitFor();
  await judge(page, "a ticket");
  await page.getByRole("button", { name: "Fill the screen" }).click();
  expect(await violations(page), "a ticket that fills the screen").toEqual([]);
});

test("the page speaks German to those who do, with their dates and amounts, and can be told otherwise", async () => {
  const { page } = await stage.enter({ locale: "de-DE" });
  await page.goto("/?q=Hamlet");
  await page.getByRole("heading", { name: "Gute Plätze, fair verkauft." }).waitFor();
  expect(await page.evaluate(() => document.documentElement.lang)).toBe("de");
  await page.getByText("ab 35 £").waitFor();
  await judge(page, "the home screen in German");
  await page.getByLabel("Sprache").selectOption("en");
  await page.getByRole("heading", { name: "Good seats, fairly sold." }).waitFor();
  await page.reload();
  await page.getByRole("heading", { name: "Good seats, fairly sold." }).waitFor();
});

test("the chosen theme stays", async () => {
  const { page } = await stage.enter({ theme: "light" });
  await page.goto("/privacy");
  await page.getByLabel("Appearance").selectOption("dark");
  await page.reload();
  expect(await page.evaluate(() => document.documentElement.dataset["theme"])).toBe("dark");
});
