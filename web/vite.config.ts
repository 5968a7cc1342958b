import { fileURLToPath } from "node:url";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** Where the page's calls go while it isn't served by the program itself. */
const server = process.env["ADMIT_SERVER"] ?? "http://127.0.0.1:3000";
const passedOn = Object.fromEntries(
  ["/api", "/.well-known", "/demo", "/gateway"].map((path) => [path, { target: server, ws: path === "/api" }]),
);

export default defineConfig({
  plugins: [react(), tailwindcss()],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  build: {
    target: "es2022",
    // A policy without inline content forbids data URLs of fonts and images too.
    assetsInlineLimit: 0,
    // By this scripts/budget.mjs knows what loads what.
    manifest: true,
    rollupOptions: {
      input: {
        index: fileURLToPath(new URL("./index.html", import.meta.url)),
        sw: fileURLToPath(new URL("./src/app/service-worker.ts", import.meta.url)),
      },
      output: {
        // A service worker is found under one name for ever; all else carries its fingerprint.
        entryFileNames: (chunk) => (chunk.name === "sw" ? "sw.js" : "assets/[name]-[hash].js"),
      },
    },
  },
  server: { host: "127.0.0.1", proxy: passedOn },
  preview: { host: "127.0.0.1", proxy: passedOn },
});
