import { expect, test } from "vitest";
import { PATIENCE_MS } from "./harness/browser";
import { publishEvent } from "./harness/organizer";
import { PASSWORD, register } from "./harness/register";
import { BUYER, signIn } from "./harness/shop";
import { openStage } from "./harness/stage";

const stage = openStage();
const patient = { timeout: PATIENCE_MS };

/** The link in the newest mail to the address whose path begins so. */
async function mailedLink(email: string, path: string): Promise<string> {
  const url = stage.server().url;
  let found: string | undefined;
  await expect
    .poll(async () => {
      const list = await (await fetch(`${url}/demo/mail`)).text();
      const mails = [...list.matchAll(/<li><a href="(\/demo\/mail\/[^"]+)">[^<]*<\/a> to ([^<]*)</g)];
      const mine = mails.filter(([, , to]) => to?.includes(email)).map(([, mail]) => mail);
      const texts = await Promise.all(mine.map(async (mail) => (await fetch(`${url}${mail}`)).text()));
      found = texts.map((text) => new RegExp(`https?://[^"<\\s]*${path}[^"<\\s]*`).exec(text)?.[0]).find(Boolean);
      return found;
    }, patient)
    .toBeTruthy();
  return (found ?? "").replaceAll("&amp;", "&");
}

test("one registers, proves the address by the mailed link, and signs out", async () => {
  const { page } = await stage.enter({ size: "phone" });
  await register(page, "ada@example.com");
  await page.goto("/account");
  await page.getByText("Address not confirmed yet").waitFor();
  await page.goto(await mailedLink("ada@example.com", "/verify"));
  await page.getByRole("button", { name: "Confirm my address" }).click();
  const asked = page.getByLabel("New password");
  const done = page.getByText("Address confirmed", { exact: true });
  await asked.or(done).first().waitFor();
  if (await asked.isVisible()) {
    await asked.fill("another good password");
    await page.getByRole("button", { name: "Confirm my address" }).click();
  }
  await done.waitFor();
  expect(page.url()).not.toContain("token");
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByRole("navigation").getByRole("link", { name: "Sign in" }).waitFor();
  await page.goto("/tickets");
  await page.getByRole("heading", { name: "Sign in to see this" }).waitFor();
});

test("signing out here is never told as an end elsewhere, though the connection hears of it first", async () => {
  const { page } = await stage.enter();
  await register(page, "leaving@example.com");
  await page.addInitScript(() => {
    const counted = window as unknown as { sockets: { opened: number; closed: number } };
    const sockets = { opened: 0, closed: 0 };
    counted.sockets = sockets;
    window.WebSocket = class extends WebSocket {
      constructor(url: string | URL) {
        super(url);
        this.addEventListener("open", () => {
          sockets.opened += 1;
        });
        this.addEventListener("close", () => {
          sockets.closed += 1;
        });
      }
    };
  });
  const count = (of: "opened" | "closed") =>
    page.evaluate((of) => (window as unknown as { sockets: Record<string, number> }).sockets[of] ?? 0, of);
  await page.goto("/account");
  await page.evaluate(() => sessionStorage.setItem("admit.pass.evt_1", "pass"));
  await page.getByRole("button", { name: "Sign out" }).waitFor();
  await expect.poll(() => count("opened"), patient).toBeGreaterThan(0);
  const closedBefore = await count("closed");
  await page.route("**/auth/logout", async (route) => {
    const response = await route.fetch();
    await expect.poll(() => count("closed"), patient).toBeGreaterThan(closedBefore);
    await route.fulfill({ response });
  });
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByRole("navigation").getByRole("link", { name: "Sign in" }).waitFor();
  await page.getByText("You are signed out.").first().waitFor();
  expect(await page.getByText("Your session has ended").count()).toBe(0);
  await page.getByRole("link", { name: "Tickets" }).first().click();
  await page.getByRole("heading", { name: "Sign in to see this" }).waitFor();
  expect(await page.evaluate(() => sessionStorage.getItem("admit.pass.evt_1"))).toBeNull();
});

test("a mailed link survives a leap to the page's content", async () => {
  const { page } = await stage.enter();
  await page.goto("/reset-password#token=abc");
  await page.getByLabel("New password").waitFor();
  await page.getByRole("link", { name: "Skip to content" }).focus();
  await page.keyboard.press("Enter");
  expect(await page.evaluate(() => document.activeElement?.id)).toBe("content");
  await page.getByLabel("New password").waitFor();
});

test("a forgotten password is replaced, which ends the session on the other device", async () => {
  const elsewhere = await stage.enter({ size: "phone" });
  await register(elsewhere.page, "forgetful@example.com");
  const { page } = await stage.enter();
  await page.goto("/sign-in");
  await page.getByRole("link", { name: "Forgot your password?" }).click();
  await page.getByLabel("Email").fill("forgetful@example.com");
  await page.getByRole("button", { name: "Mail me the link" }).click();
  await page.getByText("the mail is on its way").waitFor();
  await page.goto(await mailedLink("forgetful@example.com", "/reset-password"));
  await page.getByLabel("New password").fill("short");
  await page.getByRole("button", { name: "Set password and sign in" }).click();
  await page.getByText("At least 8 characters, and").waitFor();
  await page.getByLabel("New password").fill("a second good password");
  await page.getByRole("button", { name: "Set password and sign in" }).click();
  await page.getByText("Your new password is set.").first().waitFor();

  for (const path of ["/orders", "/basket"]) {
    await elsewhere.page.goto(path);
    await elsewhere.page.getByRole("heading", { name: "Your session has ended" }).waitFor();
  }
});

test("wrong passwords, taken addresses and faults are said in words", async () => {
  const { page } = await stage.enter();
  await page.goto("/sign-in");
  await page.getByLabel("Email").fill(BUYER.email);
  await page.getByLabel("Password", { exact: true }).fill("wrong password");
  await page.getByRole("main").getByRole("button", { name: "Sign in" }).click();
  await page.getByText("Address and password don't fit together.").waitFor();
  await page.goto("/register");
  await page.getByRole("main").getByRole("button", { name: "Create account" }).click();
  await page.getByText("Please enter your name.").waitFor();
  await page.getByLabel("Name").fill("Somebody");
  await page.getByLabel("Email").fill(BUYER.email);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("main").getByRole("button", { name: "Create account" }).click();
  await page.getByText("This address has an account already.").waitFor();
});

test("who forgot the password while choosing seats is led to a new one", async () => {
  const { page } = await stage.enter();
  const event = await publishEvent(stage.server().url);
  await page.goto(`/events/${event.id}/seats`);
  await page.getByRole("button", { name: "Hold 2 best" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: /Sign in$/ }).click();
  await dialog.getByRole("link", { name: "Forgot your password?" }).click();
  await page.getByRole("heading", { name: "Reset your password" }).waitFor();
  await dialog.waitFor({ state: "hidden" });
  await page.getByLabel("Email").fill(BUYER.email);
});

test("a dialog that the network loses is said to be missing, and comes with the next press", async () => {
  const { page, context } = await stage.enter();
  const event = await publishEvent(stage.server().url);
  let isLost = true;
  await context.route("**/identity-dialog-*.js", (route) => (isLost ? route.abort() : route.continue()));
  await page.goto(`/events/${event.id}/seats`);
  const best = page.getByRole("button", { name: "Hold 2 best" });
  await best.click();
  await page.getByText("No connection to ask who you are.").first().waitFor();
  await best.waitFor();
  isLost = false;
  await best.click();
  await page.getByRole("dialog", { name: "Who are the tickets for?" }).waitFor();
});

test("a session that ran out is renewed behind the scenes, by one call however many need it", async () => {
  const { page, context } = await stage.enter();
  await signIn(page);
  await context.clearCookies({ name: "admit_session" });
  let renewals = 0;
  page.on("request", (request) => {
    if (request.url().endsWith("/auth/refresh")) renewals += 1;
  });
  await page.goto("/orders");
  await page.getByRole("heading", { name: /My orders|No orders yet/ }).waitFor();
  await page.goto("/account");
  await page.getByText(BUYER.email).waitFor();
  expect(renewals).toBe(1);
});

test("a page that only the signed-in may see comes back after signing in", async () => {
  const { page } = await stage.enter({ size: "phone" });
  await page.goto("/orders");
  await page.getByRole("main").getByRole("link", { name: "Sign in" }).click();
  await page.getByLabel("Email").fill(BUYER.email);
  await page.getByLabel("Password", { exact: true }).fill(BUYER.password);
  await page.getByRole("main").getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL((url) => url.pathname === "/orders");
});
