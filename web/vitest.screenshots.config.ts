import { defineConfig, mergeConfig } from "vitest/config";
import e2e from "./vitest.e2e.config";

/** Pictures for the project's front page, from the real program. */
const config = mergeConfig(e2e, defineConfig({ test: {} }));
config.test = { ...config.test, include: ["e2e/screenshots.ts"] };
export default config;
