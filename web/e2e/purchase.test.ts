import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { PATIENCE_MS } from "./harness/browser";
import { api, hold, payByCard, signIn } from "./harness/shop";
import { openStage } from "./harness/stage";

const stage = openStage({ ADMIT_PURCHASE_LIMITS: "off" });
const patient = { timeout: PATIENCE_MS };

interface Order {
  id: string;
  hold_id: string;
  status: string;
}

const orders = async (page: Page) => (await api<{ items: Order[] }>(page, "GET", "/checkout/orders?limit=100")).items;

/** What zbar, which knows nothing of this project, reads off the screen. */
async function readCode(page: Page): Promise<string> {
  const picture = join(stage.server().data, `code-${Date.now()}.png`);
  await writeFile(picture, await page.screenshot());
  const { stdout } = await promisify(execFile)("zbarimg", [
    "--quiet",
    "--raw",
    "-Sdisable",
    "-Sqrcode.enable",
    picture,
  ]);
  return stdout.trim();
}

test("a guest on a phone goes from the home screen to a ticket whose code a reader reads", async () => {
  const { page } = await stage.enter({ size: "phone" });
  await page.goto("/?q=Hamlet");
  await page.getByRole("link", { name: "Hamlet" }).click();
  await page.getByRole("link", { name: "Choose your places" }).click();
  const more = page.getByRole("button", { name: "Prices and best available" });
  const best = page.getByRole("button", { name: "Hold 2 best" });
  await more.or(best).first().waitFor();
  if (!(await best.isVisible())) await more.click();
  await best.click();
  const dialog = page.getByRole("dialog", { name: "Who are the tickets for?" });
  await dialog.getByLabel("Name").fill("Grace Guest");
  await dialog.getByLabel("Email").fill("grace@example.com");
  await dialog.getByRole("button", { name: "Continue as guest" }).click();
  await page.getByText("Continue to basket").click();
  await page.getByRole("link", { name: "Check out" }).click();
  await payByCard(page, "4242 4242 4242 4242");
  await page.getByRole("heading", { name: "You're going!" }).waitFor();
  await page.getByRole("link", { name: "Open ticket" }).first().click();
  await page.getByRole("button", { name: "Fill the screen" }).click();
  await page.getByRole("dialog").getByRole("img", { name: "The ticket's QR code" }).waitFor();
  await expect.poll(() => isDrawn(page), patient).toBe(true);
  const ticketId = page.url().split("/").pop();
  const { code } = await api<{ code: string }>(page, "GET", `/tickets/${ticketId}`);
  expect(await readCode(page)).toBe(code);
});

function isDrawn(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const picture = document.querySelector<HTMLImageElement>("dialog img");
    return picture?.complete === true && picture.naturalWidth > 0;
  });
}

test("a decline keeps the seats, and the next card pays them", async () => {
  const { page } = await stage.enter();
  await signIn(page);
  const holdId = await hold(page, "Hamlet", 2);
  await page.goto(`/checkout/${holdId}`);
  await payByCard(page, "4000 0000 0000 9995");
  await page.getByRole("alert").filter({ hasText: "enough money" }).waitFor();
  expect(await orders(page)).not.toContainEqual(expect.objectContaining({ hold_id: holdId, status: "paid" }));
  await page.getByLabel("Card number").fill("4242 4242 4242 4242");
  await page.getByRole("button", { name: /^Pay / }).click();
  await page.getByRole("heading", { name: "You're going!" }).waitFor();
});

test("what is wrong is said while one types, and nothing is sent", async () => {
  const { page } = await stage.enter({ size: "phone" });
  await signIn(page);
  await page.goto(`/checkout/${await hold(page, "Hamlet", 1)}`);
  await page.getByText("This shop runs a simulated bank: no money moves").waitFor();
  await page.getByLabel("Card number").fill("4242 4242 4242 4243");
  await page.getByLabel("Expires").fill("0119");
  await page.getByText("a digit is wrong or missing").waitFor();
  await page.getByLabel("Security code").fill("1");
  await page.getByText("This card has expired.").waitFor();
  await page.getByRole("button", { name: /^Pay / }).click();
  await page.getByText("Three digits.").waitFor();
  expect(await page.evaluate(() => document.activeElement?.getAttribute("name"))).toBe("number");
  await page.getByLabel("Card number").fill("4242 4242 4242 4242");
  expect(await page.getByText("a digit is wrong or missing").count()).toBe(0);
  // A screen reader that comes to the list hears what is wrong with it.
  await page.getByText("Net banking", { exact: true }).click();
  await page.getByRole("button", { name: /^Pay / }).click();
  const bank = page.getByLabel("Your bank");
  expect(await bank.getAttribute("aria-invalid")).toBe("true");
  const fault = page.locator(`[id="${await bank.getAttribute("aria-describedby")}"]`);
  expect(await fault.textContent()).toBe("Please choose your bank.");
});

test("a card that only the bank's page decides: approved, and declined with the seats kept", async () => {
  const { page } = await stage.enter();
  await signIn(page);
  const holdId = await hold(page, "Hamlet", 1);
  await page.goto(`/checkout/${holdId}`);
  await payByCard(page, "4000 0000 0000 3220");
  await page.getByRole("button", { name: "Decline" }).click();
  await page.getByRole("alert").filter({ hasText: "declined" }).waitFor();
  await payByCard(page, "4000 0000 0000 3220");
  await page.getByRole("button", { name: "Approve" }).click();
  await page.getByRole("heading", { name: "You're going!" }).waitFor();
});

test.each([
  ["UPI", "success@upi"],
  ["Net banking", "demo_ok"],
])("%s pays too", async (method, account) => {
  const { page } = await stage.enter({ size: "phone" });
  await signIn(page);
  await page.goto(`/checkout/${await hold(page, "Raga Nova", 1)}`);
  await page.getByText(method, { exact: true }).click();
  if (method === "UPI") await page.getByLabel("UPI address").fill(account);
  else await page.getByLabel("Your bank").selectOption(account);
  await page.getByRole("button", { name: /^Pay / }).click();
  await page.getByRole("heading", { name: "You're going!" }).waitFor();
});

test("an answer that the bank loses is waited for", async () => {
  const { page } = await stage.enter();
  await signIn(page);
  await page.goto(`/checkout/${await hold(page, "Hamlet", 1)}`);
  await payByCard(page, "4000 0000 0000 0341");
  await page.getByRole("heading", { name: "You're going!" }).waitFor();
});

test("an answer that the network loses is asked for again and paid once, however often one presses", async () => {
  const { page } = await stage.enter();
  await signIn(page);
  const holdId = await hold(page, "Hamlet", 1);
  const keys: (string | undefined)[] = [];
  await page.route("**/api/v1/checkout", async (route) => {
    keys.push(route.request().headers()["idempotency-key"]);
    // The program carries it out; only the answer goes missing.
    if (keys.length === 1) {
      await route.fetch();
      await route.abort("connectionreset");
    } else await route.continue();
  });
  await page.goto(`/checkout/${holdId}`);
  await page.getByLabel("Card number").fill("4242 4242 4242 4242");
  await page.getByLabel("Expires").fill("12 / 33");
  await page.getByLabel("Security code").fill("123");
  await page.getByRole("button", { name: /^Pay / }).dblclick();
  await page.getByRole("heading", { name: "You're going!" }).waitFor();
  expect(keys.length).toBeGreaterThan(1);
  expect(new Set(keys).size).toBe(1);
  expect((await orders(page)).filter((order) => order.hold_id === holdId)).toHaveLength(1);
});

test("a page that is loaded again while the bank decides goes on where it was", async () => {
  const { page } = await stage.enter({ size: "phone" });
  await signIn(page);
  const holdId = await hold(page, "Hamlet", 1);
  await page.goto(`/checkout/${holdId}`);
  await payByCard(page, "4000 0000 0000 3220");
  await page.getByRole("button", { name: "Approve" }).waitFor();
  await page.goto(`/checkout/${holdId}`);
  await page.getByRole("heading", { name: "Waiting for your bank" }).waitFor();
  await page.getByRole("link", { name: "Go to your bank's page" }).click();
  await page.getByRole("button", { name: "Approve" }).click();
  await page.getByRole("heading", { name: "You're going!" }).waitFor();
});

test("a checkout that another window pays leads to its order and never says that nothing was charged", async () => {
  const { page, context } = await stage.enter();
  await signIn(page);
  const holdId = await hold(page, "Hamlet", 1);
  await page.goto(`/checkout/${holdId}`);
  await page.getByLabel("Card number").waitFor();
  let isOver = false;
  await page.exposeFunction("noteOver", () => {
    isOver = true;
  });
  await page.evaluate(() => {
    const look = () => {
      if (document.body.textContent?.includes("Your time is up"))
        (window as unknown as { noteOver(): void }).noteOver();
    };
    new MutationObserver(look).observe(document.body, { childList: true, subtree: true, characterData: true });
  });
  const other = await context.newPage();
  await other.goto(`/checkout/${holdId}`);
  await payByCard(other, "4242 4242 4242 4242");
  await other.getByRole("heading", { name: "You're going!" }).waitFor();
  await page.getByRole("heading", { name: "You're going!" }).waitFor();
  expect(isOver).toBe(false);
});

test("a bank's page that doesn't come may be answered in another window", async () => {
  const { page, context } = await stage.enter();
  await signIn(page);
  const holdId = await hold(page, "Hamlet", 1);
  // An answer without content leaves the browser where it is.
  await page.route("**/gateway/**", (route) => route.fulfill({ status: 204 }));
  await page.goto(`/checkout/${holdId}`);
  await payByCard(page, "4000 0000 0000 3220");
  const link = page.getByRole("link", { name: "Go to your bank's page" });
  const bank = await context.newPage();
  await bank.goto((await link.getAttribute("href")) ?? "");
  await bank.getByRole("button", { name: "Approve" }).click();
  await page.getByRole("heading", { name: "You're going!" }).waitFor();
});

test("an order is cancelled after being asked, its tickets are void and the money comes back", async () => {
  const { page } = await stage.enter();
  await signIn(page);
  await page.goto(`/checkout/${await hold(page, "Hamlet", 1)}`);
  await payByCard(page, "4242 4242 4242 4242");
  await page.getByRole("button", { name: "Cancel order" }).click();
  await page.getByRole("button", { name: "Keep my tickets" }).click();
  await page.getByRole("button", { name: "Cancel order" }).click();
  await page.getByRole("button", { name: "Cancel it" }).click();
  await page.getByText("Refunded", { exact: true }).waitFor();
  await page.getByText("Paid back").waitFor();
  expect(await page.getByRole("link", { name: "Open ticket" }).count()).toBe(0);
});
