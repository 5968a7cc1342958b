/** Tickets must open at a door without a network, so a built page keeps itself; see service-worker.ts. */

import { currentAccount, onSessionChange } from "@/api/session";

const PAGE_CACHE = "admit-page-v1";
const IDLE_AFTER_MS = 3_000;

export async function registerServiceWorker(): Promise<void> {
  if (!import.meta.env.PROD || !("serviceWorker" in navigator)) return;
  try {
    await navigator.serviceWorker.register("/sw.js");
    await navigator.serviceWorker.ready;
    await keepWhatIsLoaded();
    onceSignedIn(() => whenIdle(keepTheTicketsScreens));
  } catch {
    // Without it the page still works, online.
  }
}

/** After a deployment the kept page asks for other files than those that once were kept. */
async function keepTheTicketsScreens(): Promise<void> {
  try {
    await import("./routes/purchases");
    await keepWhatIsLoaded();
  } catch {
    // The next visit tries again.
  }
}

function onceSignedIn(then: () => void): void {
  if (currentAccount()) return then();
  const stop = onSessionChange(({ kind }) => {
    if (kind !== "began") return;
    stop();
    then();
  });
}

/** Not every browser says when it has nothing better to do. */
function whenIdle(then: () => void): void {
  if ("requestIdleCallback" in window) requestIdleCallback(then);
  else setTimeout(then, IDLE_AFTER_MS);
}

/** What came before the worker was there to keep it: on a first visit, everything so far. */
async function keepWhatIsLoaded(): Promise<void> {
  const cache = await caches.open(PAGE_CACHE);
  const loaded = performance.getEntriesByType("resource").map((entry) => new URL(entry.name));
  const assets = loaded.filter((url) => url.origin === location.origin && url.pathname.startsWith("/assets/"));
  for (const { pathname } of assets) {
    if (!(await cache.match(pathname))) await cache.add(pathname);
  }
}
