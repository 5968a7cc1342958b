import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { describe, expect, test } from "vitest";

const SOURCE = resolve(import.meta.dirname);
const IMPORT = /(?:from\s+|import\s*\(\s*|import\s+)"([^"]+)"/g;

function filesIn(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return filesIn(path);
    return /\.tsx?$/.test(name) ? [path] : [];
  });
}

/** `features/checkout`, `app`, `lib`: what the direction of imports is about. */
function partOf(path: string): string {
  const [first = "", second = ""] = relative(SOURCE, path).split("/");
  return first === "features" ? `features/${second}` : first;
}

function mayImport(from: string, to: string): boolean {
  if (from === to || from === "app") return true;
  if (to === "app" || to.startsWith("features/")) return false;
  // Below the features: components show what lib and api know; lib and api know each other, and no component.
  return from.startsWith("features/") || from === "components" || to !== "components";
}

function violations(): string[] {
  return filesIn(SOURCE).flatMap((file) => {
    const imported = [...readFileSync(file, "utf8").matchAll(IMPORT)].map(([, name = ""]) => name);
    const own = imported.filter((name) => name.startsWith("@/") || name.startsWith("."));
    const paths = own.map((name) => (name.startsWith("@/") ? join(SOURCE, name.slice(2)) : resolve(file, "..", name)));
    const bad = paths.filter((path) => !mayImport(partOf(file), partOf(path)));
    return bad.map((path) => `${relative(SOURCE, file)} imports ${relative(SOURCE, path)}`);
  });
}

describe("imports go one way", () => {
  test("app → features → components, lib, api; features don't know each other", () => {
    expect(violations()).toEqual([]);
  });

  test.each([
    ["features/basket", "features/checkout", false],
    ["features/basket", "components", true],
    ["components", "features/basket", false],
    ["lib", "components", false],
    ["api", "app", false],
    ["app", "features/basket", true],
    ["lib", "api", true],
  ])("%s may import %s: %s", (from, to, may) => expect(mayImport(from, to)).toBe(may));
});
