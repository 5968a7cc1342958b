/** Fails when a built screen's first load has more script, gzipped, than a phone in a crowd should wait for. */
import { readFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";

const FIRST_LOAD_BYTES_MAX = 150 * 1024;
const dist = new URL("../dist/", import.meta.url);
const manifest = JSON.parse(await readFile(new URL(".vite/manifest.json", dist), "utf8"));

/** Without the map, which has its own load when it is needed. */
const SCREENS = ["home", "event", "basket", "checkout", "purchases", "account", "privacy"];

function chunksOf(name, found = new Set()) {
  if (found.has(name)) return found;
  found.add(name);
  for (const imported of manifest[name].imports ?? []) chunksOf(imported, found);
  return found;
}

async function gzippedBytes(names) {
  const files = [...names].map((name) => manifest[name].file).filter((file) => file.endsWith(".js"));
  const sizes = await Promise.all(files.map(async (file) => gzipSync(await readFile(new URL(file, dist))).length));
  return sizes.reduce((sum, size) => sum + size, 0);
}

let isOver = false;
for (const screen of SCREENS) {
  const bytes = await gzippedBytes(new Set([...chunksOf("index.html"), ...chunksOf(`src/app/routes/${screen}.tsx`)]));
  const verdict = bytes > FIRST_LOAD_BYTES_MAX ? "over the budget" : "ok";
  isOver ||= bytes > FIRST_LOAD_BYTES_MAX;
  console.log(`${screen.padEnd(10)} ${(bytes / 1024).toFixed(1).padStart(6)} KiB gzip  ${verdict}`);
}
if (isOver) process.exit(1);
