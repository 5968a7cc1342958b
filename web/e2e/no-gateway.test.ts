import { expect, test } from "vitest";
import { hold, signIn } from "./harness/shop";
import { openStage } from "./harness/stage";

const stage = openStage({ ADMIT_GATEWAY: "none" });

test("a shop that nobody moves money for says so, and asks for no card", async () => {
  const { page } = await stage.enter({ size: "phone" });
  await signIn(page);
  await page.goto(`/checkout/${await hold(page, "Hamlet", 1)}`);
  await page.getByRole("heading", { name: "This shop can't take payments yet" }).waitFor();
  expect(await page.getByText("simulated bank").count()).toBe(0);
  expect(await page.getByLabel("Card number").count()).toBe(0);
});
