/** Tickets must open at a door without a network, so a built page keeps itself; see service-worker.ts. */
const PAGE_CACHE = "admit-page-v1";

export async function registerServiceWorker(): Promise<void> {
  if (!import.meta.env.PROD || !("serviceWorker" in navigator)) return;
  try {
    await navigator.serviceWorker.register("/sw.js");
    await navigator.serviceWorker.ready;
    await keepWhatIsLoaded();
  } catch {
    // Without it the page still works, online.
  }
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
