import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** Measurements, not tests: they print what they saw and fail only if there was nothing to see. */
export default defineConfig({
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  test: { environment: "node", include: ["bench/**/*.bench.ts"], testTimeout: 600_000, hookTimeout: 180_000 },
});
