/** A real Chromium, and pages in it as people have them: a phone or a desk, light or dark. */
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";

const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export const SIZES = {
  narrow: { width: 360, height: 740 },
  phone: { width: 390, height: 844 },
  desktop: { width: 1440, height: 900 },
  wide: { width: 3840, height: 2160 },
} as const;

export type Size = keyof typeof SIZES;
export type Theme = "light" | "dark";

/** On a busy machine everything takes longer, and nothing should fail for it. */
export const PATIENCE_MS = 30_000;

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium", args: ARGUMENTS });
}

export interface Person {
  context: BrowserContext;
  page: Page;
  /** What went wrong in the page so far, apart from answers that aren't 2xx. */
  faults: string[];
}

interface PersonOptions {
  baseURL: string;
  size?: Size;
  theme?: Theme;
  locale?: string;
}

export async function newPerson(browser: Browser, options: PersonOptions): Promise<Person> {
  const { baseURL, size = "desktop", theme = "light", locale = "en-US" } = options;
  const context = await browser.newContext({
    baseURL,
    viewport: SIZES[size],
    colorScheme: theme,
    locale,
    timezoneId: "Europe/Berlin",
    hasTouch: size === "phone" || size === "narrow",
    reducedMotion: "reduce",
  });
  context.setDefaultTimeout(PATIENCE_MS);
  context.setDefaultNavigationTimeout(PATIENCE_MS);
  const page = await context.newPage();
  return { context, page, faults: listenForFaults(page) };
}

function listenForFaults(page: Page): string[] {
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(String(error.stack ?? error)));
  page.on("console", (message) => {
    // The browser itself notes every refusal; what the page makes of it is looked at on the screen.
    const isRefusal = /^(Failed to load resource|WebSocket connection to)/.test(message.text());
    if (message.type() === "error" && !isRefusal) faults.push(message.text());
  });
  return faults;
}
