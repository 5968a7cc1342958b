import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { hold, signIn } from "./harness/shop";
import { openStage } from "./harness/stage";

const stage = openStage({ ADMIT_PURCHASE_LIMITS: "off" });
const TABS_MAX = 150;

/** Presses Tab until the focus is on what is meant: what can't be reached so can't be reached by keyboard. */
async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  for (let tab = 0; tab < TABS_MAX; tab += 1) {
    await page.keyboard.press("Tab");
    const focused = await page.evaluate(() => {
      const element = document.activeElement;
      if (!(element instanceof HTMLElement)) return null;
      const label = element instanceof HTMLInputElement ? element.labels?.[0]?.textContent : null;
      return (element.ariaLabel ?? label ?? element.textContent ?? "").trim();
    });
    if (focused !== null && (typeof name === "string" ? focused === name : name.test(focused))) return;
  }
  throw new Error(`${name} can't be reached by Tab`);
}

test("by keyboard alone one goes from the home screen to a ticket", async () => {
  const { page } = await stage.enter();
  const press = (key: string) => page.keyboard.press(key);
  await page.goto("/");
  await page.getByRole("heading", { level: 3 }).first().waitFor();
  await press("Tab");
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Skip to content");
  await tabTo(page, "Search events");
  await page.keyboard.type("Hamlet");
  await page.waitForURL((url) => url.searchParams.get("q") === "Hamlet");
  await page.getByText("1 event", { exact: true }).waitFor();
  await tabTo(page, "Hamlet");
  await press("Enter");
  await page.getByRole("heading", { name: "Hamlet", level: 1 }).waitFor();
  await tabTo(page, "Choose your places");
  await press("Enter");
  await page.getByRole("button", { name: "Hold 2 best" }).waitFor();
  await tabTo(page, "Hold 2 best");
  await press("Enter");
  await page.getByRole("dialog").waitFor();
  await tabTo(page, "Name");
  await page.keyboard.type("Kay Board");
  await tabTo(page, "Email");
  await page.keyboard.type("kay@example.com");
  await press("Enter");
  await page.getByText("Continue to basket").waitFor();
  await tabTo(page, "Continue to basket");
  await press("Enter");
  await page.getByRole("link", { name: "Check out" }).waitFor();
  await tabTo(page, "Check out");
  await press("Enter");
  await page.getByLabel("Card number").waitFor();
  await tabTo(page, "Card number");
  await page.keyboard.type("4242424242424242");
  await tabTo(page, "Expires");
  await page.keyboard.type("1233");
  await tabTo(page, "Security code");
  await page.keyboard.type("123");
  await press("Enter");
  await page.getByRole("heading", { name: "You're going!" }).waitFor();
  await tabTo(page, "Open ticket");
  await press("Enter");
  await page.getByRole("img", { name: "The ticket's QR code" }).waitFor();
  await tabTo(page, "Fill the screen");
  await press("Enter");
  await page.getByRole("dialog").waitFor();
  await press("Escape");
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Fill the screen");
});

test("a dialog gives the focus back to what opened it", async () => {
  const { page } = await stage.enter();
  const focused = () => page.evaluate(() => document.activeElement?.textContent);
  await signIn(page);
  await hold(page, "Hamlet", 1);
  await page.goto("/basket");
  const letGo = page.getByRole("button", { name: "Let go" });
  await letGo.focus();
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  expect(await focused()).toBe("Let go");

  // What went wrong is said where it can be heard: outside, once the dialog is closed.
  await page.route("**/release", (route) => route.abort());
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").getByRole("button", { name: "Let go" }).click();
  await page.getByText("That didn't work. Please try again.").first().waitFor();
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  expect(await focused()).toBe("Let go");
});
