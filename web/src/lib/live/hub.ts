/**
 * The page's one place for live data. Whoever wants an event's news watches it here; there is one connection for all, found by the
 * ladder, and it comes back by itself.
 */
import { AT_REST, type Deed, type Happening, type Ladder, step, type Way } from "./ladder";
import type { EventNews, OwnNews, ServerMessage } from "./messages";
import { openTransport, type Transport, type Watched } from "./transport";

/** How the page stands to the server; `polling` works and is slow. */
export type LiveStatus = "resting" | "connecting" | "live" | "polling" | "reconnecting" | "offline";

export interface Watcher {
  /** The newest version that it has: where news are to go on from. */
  after?: () => string | null;
  queueToken?: () => string | null;
  news: (news: EventNews) => void;
  /** There is no push at present: ask for what is new. */
  ask?: () => void;
  /** Whether its event isn't known, or can't be watched. */
  refused?: (code: string) => void;
}

const LOOK_UP_EVERY_MS = 30_000;
const LINGER_MS = 2_000;
/** A server that takes longer to answer a plain question is away, as far as anybody here can tell. */
const ANSWER_MS_MAX = 8_000;
/** A page that was away longer than this doesn't trust its connection. */
const AWAY_MAX_MS = 10_000;

export class LiveHub {
  private ladder: Ladder = AT_REST;
  private transport: Transport | null = null;
  private readonly watchers = new Map<string, Set<Watcher>>();
  private readonly ownListeners = new Set<(news: OwnNews) => void>();
  private readonly statusListeners = new Set<() => void>();
  private readonly sessionListeners = new Set<() => void>();
  private readonly wanting = new Set<object>();
  private waiting: ReturnType<typeof setTimeout> | undefined;
  private resting: ReturnType<typeof setTimeout> | undefined;
  private wasLive = false;
  private hiddenAt: number | null = null;

  constructor() {
    window.addEventListener("online", () => this.happen({ type: "online" }));
    window.addEventListener("offline", () => this.happen({ type: "offline" }));
    window.addEventListener(
      "pageshow",
      ({ persisted }: PageTransitionEvent) => persisted && this.happen({ type: "renew" }),
    );
    document.addEventListener("visibilitychange", () => this.lookedAt(document.visibilityState === "visible"));
    setInterval(() => document.visibilityState === "visible" && this.happen({ type: "look_up" }), LOOK_UP_EVERY_MS);
    if (!navigator.onLine) this.happen({ type: "offline" });
  }

  /** Watches an event until the answer is called. */
  watch(eventId: string, watcher: Watcher): () => void {
    const there = this.watchers.get(eventId) ?? new Set();
    this.watchers.set(eventId, there.add(watcher));
    // A second watcher needs the beginning too, so the event is joined again, without a version.
    this.transport?.watch(this.watched(eventId, there.size > 1));
    const letGo = this.want();
    return () => {
      there.delete(watcher);
      if (there.size === 0) {
        this.watchers.delete(eventId);
        this.transport?.unwatch(eventId);
      }
      letGo();
    };
  }

  /** Hears what concerns the signed-in reader until the answer is called. */
  hearOwn(listener: (news: OwnNews) => void): () => void {
    this.ownListeners.add(listener);
    const letGo = this.want();
    return () => {
      this.ownListeners.delete(listener);
      letGo();
    };
  }

  /** Hears that the session was ended elsewhere. */
  hearSignedOut(listener: () => void): () => void {
    this.sessionListeners.add(listener);
    return () => this.sessionListeners.delete(listener);
  }

  /** The reader signed in or out: the connection must say so. */
  sessionChanged(): void {
    if (this.ladder.phase !== "resting") this.happen({ type: "renew" });
  }

  readonly subscribeStatus = (listener: () => void): (() => void) => {
    this.statusListeners.add(listener);
    return () => this.statusListeners.delete(listener);
  };

  readonly status = (): LiveStatus => {
    const { phase, way, isOnline } = this.ladder;
    if (!isOnline) return "offline";
    if (phase === "resting") return "resting";
    if (phase === "open") return way === "polling" ? "polling" : "live";
    return this.wasLive ? "reconnecting" : "connecting";
  };

  private want(): () => void {
    const token = {};
    this.wanting.add(token);
    clearTimeout(this.resting);
    this.happen({ type: "wanted" });
    return () => {
      this.wanting.delete(token);
      clearTimeout(this.resting);
      // From one screen to the next nobody wants anything for a moment.
      this.resting = setTimeout(() => this.wanting.size === 0 && this.happen({ type: "unwanted" }), LINGER_MS);
    };
  }

  private happen(happening: Happening): void {
    const before = this.status();
    const [ladder, deeds] = step(this.ladder, happening, Math.random());
    this.ladder = ladder;
    for (const deed of deeds) this.perform(deed);
    if (this.status() === "live") this.wasLive = true;
    if (this.status() !== before) for (const listener of this.statusListeners) listener();
  }

  private perform(deed: Deed): void {
    clearTimeout(this.waiting);
    if (deed.do === "wait") {
      this.waiting = setTimeout(() => this.happen({ type: "wait_over" }), deed.ms);
    } else if (deed.do === "open") {
      this.open(deed.way);
    } else {
      this.transport?.close();
      this.transport = null;
    }
  }

  private open(way: Way): void {
    const watched = () => [...this.watchers.keys()].map((eventId) => this.watched(eventId, false));
    // What a connection that was given up still says isn't listened to. Polling opens at once, before there is anything to compare.
    let isCurrent = true;
    const ifCurrent = (then: () => void) => isCurrent && then();
    this.transport = openTransport(way, watched, {
      opened: () => queueMicrotask(() => ifCurrent(() => this.happen({ type: "opened" }))),
      message: (message) => ifCurrent(() => this.hear(message)),
      ended: (why) => ifCurrent(() => void this.lost(why)),
      ask: () => ifCurrent(() => this.ask()),
    });
    const { close } = this.transport;
    this.transport.close = () => {
      isCurrent = false;
      close();
    };
  }

  private async lost(why: "lost" | "signed_out"): Promise<void> {
    if (why === "signed_out") for (const listener of this.sessionListeners) listener();
    const mayBeBlocked = this.ladder.phase === "opening";
    const transport = this.transport;
    const reachable = mayBeBlocked && (await answers());
    if (this.transport === transport) this.happen({ type: "lost", reachable });
  }

  private hear(message: ServerMessage): void {
    if (this.ladder.phase !== "open") this.happen({ type: "opened" });
    this.happen({ type: "heard" });
    switch (message.type) {
      case "pong":
        return;
      case "reconnect":
        return this.happen({ type: "sent_away", ms: message.after_ms });
      case "error":
        for (const watcher of this.watchersOf(message.event_id)) watcher.refused?.(message.code);
        return;
      case "hold_expiring":
      case "hold_expired":
      case "order_paid":
        for (const listener of this.ownListeners) listener(message);
        return;
      default:
        for (const watcher of this.watchersOf(message.event_id)) watcher.news(message);
    }
  }

  private ask(): void {
    for (const watchers of this.watchers.values()) for (const watcher of watchers) watcher.ask?.();
  }

  private lookedAt(isVisible: boolean): void {
    if (!isVisible) {
      this.hiddenAt = Date.now();
      return;
    }
    const wasAway = this.hiddenAt !== null && Date.now() - this.hiddenAt > AWAY_MAX_MS;
    this.hiddenAt = null;
    if (wasAway || this.ladder.phase === "waiting") this.happen({ type: "renew" });
  }

  private watchersOf(eventId: string | null): Watcher[] {
    return [...((eventId && this.watchers.get(eventId)) || [])];
  }

  /** Goes on from a version where one watcher alone has one; from the beginning if several, or none, do. */
  private watched(eventId: string, isAnew: boolean): Watched {
    const watchers = this.watchersOf(eventId);
    const versions = watchers.flatMap((watcher) => (watcher.after ? [watcher.after()] : []));
    const after = !isAnew && versions.length === 1 ? (versions[0] ?? null) : null;
    const queueToken = watchers.map((watcher) => watcher.queueToken?.() ?? null).find((token) => token !== null);
    return { eventId, after, queueToken: queueToken ?? null };
  }
}

/** Whether the server answers at all. */
async function answers(): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(ANSWER_MS_MAX);
    return (await fetch("/api/v1/events?limit=1", { cache: "no-store", signal })).status < 500;
  } catch {
    return false;
  }
}

let hub: LiveHub | undefined;

/** Made when first needed: nothing connects before a screen wants to hear something. */
export function liveHub(): LiveHub {
  hub ??= new LiveHub();
  return hub;
}
