/** Writes the built files' compressed forms beside them, for the program to send as they are. */
import { readdir, readFile, writeFile } from "node:fs/promises";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const dist = new URL("../dist/", import.meta.url);
const WORTHWHILE = /\.(html|js|css|svg|json|webmanifest|txt)$/;
/** A shorter file fits into a packet or two as it is. */
const BYTES_MIN = 1_024;

const CODINGS = {
  br: (bytes) => promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }),
  gz: (bytes) => promisify(gzip)(bytes, { level: constants.Z_BEST_COMPRESSION }),
};

const names = await readdir(dist, { recursive: true });
for (const name of names.filter((name) => WORTHWHILE.test(name) && !name.startsWith("."))) {
  const bytes = await readFile(new URL(name, dist));
  if (bytes.length < BYTES_MIN) continue;
  for (const [end, compress] of Object.entries(CODINGS)) {
    const compressed = await compress(bytes);
    if (compressed.length < bytes.length) await writeFile(new URL(`${name}.${end}`, dist), compressed);
  }
}
