/** Tickets must open at a door without a network, so a built page keeps itself; see service-worker.ts. */
export function registerServiceWorker(): void {
  if (!import.meta.env.PROD || !("serviceWorker" in navigator)) return;
  // Without one the page still works, online.
  navigator.serviceWorker.register("/sw.js").catch(() => undefined);
}
