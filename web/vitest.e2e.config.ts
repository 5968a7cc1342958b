import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** Two browsers at a time: most of a test is waiting, but machines that build have few cores, and a page that waits for its turn fails for nothing. */
export default defineConfig({
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  test: {
    environment: "node",
    include: ["e2e/**/*.test.ts"],
    maxWorkers: 2,
    /** A browser that dies on a crowded machine says nothing about the page; what is wrong with the page fails each time. */
    retry: 2,
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
});
