/** Keeps the page for when there is no network. What it shows offline are the tickets that were kept by the tickets' screens. */
/// <reference lib="webworker" />
import { freshElseKept, isThePage } from "./patience";

const worker = self as unknown as ServiceWorkerGlobalScope;
const TICKETS_CACHE = "admit-tickets-v1";
const PAGE_CACHE = "admit-page-v1";
/** A script asks with other headers than a page that keeps it; the answer is the same. */
const HOWEVER_ASKED: CacheQueryOptions = { ignoreVary: true };
/** Several times what one build has; the oldest go first. */
const KEPT_MAX = 300;
const UNAUTHORIZED = 401;

worker.addEventListener("install", (event) => {
  event.waitUntil(caches.open(PAGE_CACHE).then((cache) => cache.add("/")));
  worker.skipWaiting();
});

worker.addEventListener("activate", (event) => {
  event.waitUntil(worker.clients.claim());
});

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== worker.location.origin) return;
  if (request.mode === "navigate" && !isTheProgramsOwn(url.pathname)) event.respondWith(freshPage(event));
  else if (/^\/api\/v1\/tickets\/[^/]+\/qr\.svg$/.test(url.pathname)) event.respondWith(ticketPicture(request));
  else if (url.pathname.startsWith("/assets/")) event.respondWith(keptAsset(request));
});

worker.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const { path } = (event.notification.data ?? {}) as { path?: unknown };
  if (typeof path === "string") event.waitUntil(showWindow(new URL(path, worker.location.origin)));
});

/** The window that shows it already, else a new one. */
async function showWindow(url: URL): Promise<void> {
  const windows = await worker.clients.matchAll({ type: "window" });
  const there = windows.find((window) => new URL(window.url).pathname === url.pathname);
  await (there ? there.focus() : worker.clients.openWindow(url.href));
}

/** Pages that the program draws itself, such as the simulated bank's. */
function isTheProgramsOwn(path: string): boolean {
  return ["/api/", "/gateway/", "/demo/", "/docs", "/.well-known/"].some((prefix) => path.startsWith(prefix));
}

/** Every address shows the same page: the newest there is, else the one that was kept. */
async function freshPage(event: FetchEvent): Promise<Response> {
  const cache = await caches.open(PAGE_CACHE);
  const asked = fetch(event.request);
  // However late it comes, it is the newest.
  const keep = async (response: Response) => {
    if (isThePage(response)) await cache.put("/", response);
  };
  event.waitUntil(asked.then((response) => keep(response.clone())).catch(() => undefined));
  return freshElseKept(asked, () => cache.match("/", HOWEVER_ASKED));
}

/** Assets carry a fingerprint, so what was kept is never stale. */
async function keptAsset(request: Request): Promise<Response> {
  const cache = await caches.open(PAGE_CACHE);
  const kept = await cache.match(request, HOWEVER_ASKED);
  if (kept) return kept;
  const response = await fetch(request);
  if (response.ok) {
    await cache.put(request, response.clone());
    const all = await cache.keys();
    await Promise.all(all.slice(0, Math.max(0, all.length - KEPT_MAX)).map((old) => cache.delete(old)));
  }
  return response;
}

/**
 * From the program, which knows whether the ticket is still good; from this device where it doesn't answer, or doesn't know any more
 * who asks: tickets that must not be shown any more are forgotten.
 */
function ticketPicture(request: Request): Promise<Response> {
  const kept = () => caches.match(request.url, { cacheName: TICKETS_CACHE, ...HOWEVER_ASKED });
  return freshElseKept(fetch(request), kept, [UNAUTHORIZED]);
}
