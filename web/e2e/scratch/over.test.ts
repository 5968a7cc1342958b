import { test } from "vitest";
import { publishEvent } from "../harness/organizer";
import { hold, signIn } from "../harness/shop";
import { openStage } from "../harness/stage";

const stage = openStage();
test.each([true, false])("over %s", async (stub) => {
  const { page } = await stage.enter();
  if (stub)
    await page.route("**/checkout/methods", (route) =>
      route.fulfill({ json: { gateway: "simulated", is_test: true, methods: ["card", "upi", "net_banking"] } }),
    );
  await signIn(page);
  const event = await publishEvent(stage.server().url, { hold_s: 6 });
  const holdId = await hold(page, event.name, 1);
  const t0 = Date.now();
  page.on("response", async (r) => {
    if (/reservation|orders|methods/.test(r.url()))
      console.log(Date.now() - t0, r.status(), r.url().slice(-30), (await r.text().catch(() => "-")).slice(0, 300));
  });
  await page.goto(`/checkout/${holdId}`);
  await page.waitForTimeout(14000);
  console.log(await page.locator("h1").allTextContents());
});
