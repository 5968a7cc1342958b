import { expect, test } from "vitest";
import { PATIENCE_MS } from "./harness/browser";
import { openStage } from "./harness/stage";

const stage = openStage();
const patient = { timeout: PATIENCE_MS };

test("what is looked for is found as it is typed, and the address can be shared", async () => {
  const { page } = await stage.enter();
  await page.goto("/");
  const cards = page.getByRole("heading", { level: 3 });
  await expect.poll(() => cards.count(), patient).toBeGreaterThan(9);
  await page.getByRole("searchbox").pressSequentially("haml");
  await expect.poll(() => cards.allTextContents(), patient).toEqual(["Hamlet"]);
  await page.waitForURL((url) => url.searchParams.get("q") === "haml");

  const other = await stage.enter();
  await other.page.goto(page.url());
  await expect.poll(() => other.page.getByRole("heading", { level: 3 }).allTextContents(), patient).toEqual(["Hamlet"]);
  expect(await other.page.getByRole("searchbox").inputValue()).toBe("haml");
});

test("filters narrow, sorting orders, and both are in the address", async () => {
  const { page } = await stage.enter();
  await page.goto("/");
  const cards = page.getByRole("heading", { level: 3 });
  await page.getByRole("button", { name: "Comedy" }).click();
  await expect.poll(() => cards.count(), patient).toBe(2);
  await page.getByLabel("Sort by").selectOption("-price");
  await expect.poll(() => cards.first().textContent(), patient).toContain("Nadia Quill");
  await page.getByRole("button", { name: "Filters" }).click();
  await page.getByLabel("City").selectOption("Chicago");
  await expect.poll(() => cards.allTextContents(), patient).toEqual(["Open Mic at The Cellar"]);
  const shared = new URL(page.url()).searchParams;
  expect([shared.get("category"), shared.get("sort"), shared.get("city")]).toEqual(["comedy", "-price", "Chicago"]);
  await page.getByRole("button", { name: "Clear all filters" }).click();
  await expect.poll(() => cards.count(), patient).toBe(2);
});

test("nothing found is said, with a way on", async () => {
  const { page } = await stage.enter({ size: "phone" });
  await page.goto("/?q=zzzzqqq");
  await page.getByRole("heading", { name: "Nothing matches" }).waitFor();
});

test("the list goes on by itself until its end", async () => {
  const { page } = await stage.enter({ size: "phone" });
  // The demo's catalogue is shorter than one page, so the pages are made smaller on their way to the program.
  await page.route("**/api/v1/events?*", (route) =>
    route.continue({
      url: route
        .request()
        .url()
        .replace(/limit=\d+/, "limit=4"),
    }),
  );
  await page.goto("/");
  const cards = page.getByRole("heading", { level: 3 });
  await expect
    .poll(async () => {
      await cards.last().scrollIntoViewIfNeeded();
      return cards.count();
    }, patient)
    .toBe(12);
  const names = await cards.allTextContents();
  expect(new Set(names).size).toBe(12);
});

test("a card's badge says what state the sale is in", async () => {
  const { page } = await stage.enter();
  await page.goto("/?q=Open%20Mic");
  await page.getByText("Almost gone").waitFor();
  await page.goto("/?q=Last%20Mass");
  await page.getByText(/^On sale \w+ \d+$/).waitFor();
});
