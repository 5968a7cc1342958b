/** Writes src/api/schema.d.ts, the wire's types, from the project's openapi.json; with --check it only says whether they are current. */
import { readFile, writeFile } from "node:fs/promises";
import openapiTypes, { astToString } from "openapi-typescript";

const document = new URL("../../openapi.json", import.meta.url);
const target = new URL("../src/api/schema.d.ts", import.meta.url);
const head = "/** Made from openapi.json by `npm run api`; changes by hand are lost. */\n\n";

const types = head + astToString(await openapiTypes(document));
if (process.argv.includes("--check")) {
  const kept = await readFile(target, "utf8").catch(() => "");
  if (kept !== types) {
    console.error("src/api/schema.d.ts isn't what openapi.json says: npm run api");
    process.exit(1);
  }
} else await writeFile(target, types);
