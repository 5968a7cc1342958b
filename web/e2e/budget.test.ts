import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";

test("no screen's first load has more script than the budget", async () => {
  await expect(promisify(execFile)(process.execPath, ["scripts/budget.mjs"])).resolves.toBeTruthy();
});
