import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";

test("the wire's types are what openapi.json says", { timeout: 120_000 }, async () => {
  await expect(promisify(execFile)(process.execPath, ["scripts/api.mjs", "--check"])).resolves.toBeTruthy();
});
