import { expect, test } from "vitest";
import { PATIENCE_MS } from "./harness/browser";
import { openStage } from "./harness/stage";

const stage = openStage({ ADMIT_RATE_LIMITS: "on" });
const patient = { timeout: PATIENCE_MS };

test("an event that isn't there is said so, with a way on", async () => {
  const { page } = await stage.enter({ size: "phone" });
  await page.goto("/events/evt_00000000000000000000000000");
  await page.getByRole("heading", { name: "There is nothing here" }).waitFor();
  await page.getByRole("link", { name: "See all events" }).click();
  await page.getByRole("heading", { level: 3 }).first().waitFor();
});

test("without a network it is said so, and the page comes back by itself", async () => {
  const { page, context } = await stage.enter({ size: "phone" });
  await page.goto("/");
  await page.getByRole("heading", { level: 3 }).first().waitFor();
  await context.setOffline(true);
  await page.getByText("No connection. Your tickets still open").first().waitFor();
  await context.setOffline(false);
  await expect
    .poll(() => page.getByText("No connection. Your tickets still open").locator("visible=true").count(), patient)
    .toBe(0);
});

test("a program that is away is said so, and the page goes on when it is back", async () => {
  const { page } = await stage.enter();
  await page.goto("/");
  // What the screen is made of is there already; only the program isn't.
  await page.getByRole("link", { name: "Hamlet" }).click();
  await page.getByRole("heading", { name: "Hamlet", level: 1 }).waitFor();
  await page.goBack();
  await page.getByRole("link", { name: "The Systems Conference" }).waitFor();
  await stage.server().kill();
  await page.getByRole("link", { name: "The Systems Conference" }).click();
  const again = page.getByRole("button", { name: /^Try again/ });
  await again.waitFor();
  await stage.server().start();
  await again.click();
  await page.getByRole("heading", { name: "The Systems Conference", level: 1 }).waitFor();
});

test("a page that asks too fast is told to wait a moment", async () => {
  const { page } = await stage.enter({ size: "phone" });
  await page.goto("/sign-in");
  await page.getByLabel("Email").fill("flood@example.com");
  await page.getByLabel("Password", { exact: true }).fill("wrong password");
  // What can't be read is counted too, and costs the program nothing.
  const flood = () =>
    page.evaluate(async () => {
      const tries = Array.from({ length: 100 }, () => fetch("/api/v1/auth/login", { method: "POST", body: "{" }));
      return (await Promise.all(tries)).some((response) => response.status === 429);
    });
  const limited = page.getByText("Too many tries. Please wait a moment.");
  await expect
    .poll(async () => {
      await expect.poll(flood, patient).toBe(true);
      await page.getByRole("main").getByRole("button", { name: "Sign in" }).click();
      await page.getByRole("main").locator("form [role=alert]").waitFor();
      return limited.count();
    }, patient)
    .toBe(1);
});
