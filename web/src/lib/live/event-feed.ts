/**
 * One event's live inventory: how many places each section has left, and on request what every unit is. Shared by all who look at
 * the event; lives as long as anybody does.
 */
import { ApiProblem, readProblem } from "@/api/problem";
import { backoffMs } from "./backoff";
import { liveHub } from "./hub";
import { Merge, type UnitChange } from "./merge";
import type { EventNews, SectionCount } from "./messages";
import { type FetchedStates, unpackStates } from "./unit-states";
import { readVersion, versionText } from "./version";

/** Two bits a unit: on a network where even the largest hall takes longer, asking again is better. */
const ANSWER_MS_MAX = 15_000;

export interface FeedListener {
  /** Units became something else; none if they were only just fetched. */
  units?: (changes: readonly UnitChange[]) => void;
  sections?: (available: ReadonlyMap<string, number>) => void;
  soldOut?: () => void;
}

export class EventFeed {
  readonly available = new Map<string, number>();
  readonly merge = new Merge();
  private readonly listeners = new Set<FeedListener>();
  private readonly unwatch: () => void;
  private tries = 0;
  private again: ReturnType<typeof setTimeout> | undefined;
  private wantsUnits = false;
  private isOver = false;

  constructor(
    readonly eventId: string,
    private readonly fetchStates: (eventId: string) => Promise<FetchedStates>,
    private readonly onEnd: () => void,
  ) {
    this.unwatch = liveHub().watch(eventId, {
      after: () => (this.merge.version ? versionText(this.merge.version) : null),
      news: (news) => this.hear(news),
      ask: () => this.ask(),
    });
  }

  /** The units' states as far as they are known. */
  get states(): Uint8Array | null {
    return this.merge.units?.states ?? null;
  }

  listen(listener: FeedListener): () => void {
    this.listeners.add(listener);
    if (listener.units && !this.wantsUnits) {
      this.wantsUnits = true;
      if (this.merge.begin() === "fetch") void this.fetch();
    }
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size === 0) this.end();
    };
  }

  private hear(news: EventNews): void {
    switch (news.type) {
      case "snapshot":
        this.count(news.sections);
        return this.settle(this.wantsUnits ? this.merge.snapshot(news) : "nothing");
      case "seats":
        this.count(news.sections);
        return this.settle(this.wantsUnits ? this.merge.frame(news) : "nothing");
      case "resync":
        return this.settle(this.wantsUnits ? this.merge.resync() : "nothing");
      case "sold_out":
        for (const listener of this.listeners) listener.soldOut?.();
    }
  }

  private count(sections: SectionCount[]): void {
    for (const [section, available] of sections) this.available.set(section, available);
    if (sections.length > 0) for (const listener of this.listeners) listener.sections?.(this.available);
  }

  private settle(need: "nothing" | "fetch"): void {
    if (need === "fetch") void this.fetch();
    const changes = this.merge.takeChanges();
    if (changes.length > 0) for (const listener of this.listeners) listener.units?.(changes);
  }

  /** Without push, everything is asked for again. */
  private ask(): void {
    if (this.wantsUnits) this.settle(this.merge.resync());
    else void this.fetchCounts();
  }

  private async fetchCounts(): Promise<void> {
    try {
      const signal = AbortSignal.timeout(ANSWER_MS_MAX);
      const response = await fetch(`/api/v1/seats/${this.eventId}/availability`, { signal });
      const body = (await response.json()) as { sections?: { id: string; available: number }[] };
      if (!this.isOver) this.count((body.sections ?? []).map(({ id, available }) => [id, available]));
    } catch {
      // It will be asked for again.
    }
  }

  private async fetch(): Promise<void> {
    clearTimeout(this.again);
    try {
      const fetched = await this.fetchStates(this.eventId);
      if (this.isOver) return;
      const isFirst = this.merge.units === null;
      const need = this.merge.fetched(fetched);
      const changes = this.merge.takeChanges();
      if (isFirst || changes.length > 0) for (const listener of this.listeners) listener.units?.(changes);
      if (need === "fetch") this.fetchLater();
      else this.tries = 0;
    } catch (error) {
      if (this.isOver) return;
      this.merge.failed();
      this.merge.begin();
      this.fetchLater(error instanceof ApiProblem ? error.retryAfterS : null);
    }
  }

  /** After as long as the program asks for, and never all at once. */
  private fetchLater(askedS: number | null = null): void {
    const ms = backoffMs(this.tries, Math.random());
    this.tries += 1;
    this.again = setTimeout(() => void this.fetch(), ms + (askedS ?? 0) * 1_000);
  }

  private end(): void {
    this.isOver = true;
    clearTimeout(this.again);
    this.unwatch();
    this.onEnd();
  }
}

const feeds = new Map<string, EventFeed>();

/** The event's feed, which all who look at the event share. Listen to it at once: a feed that nobody listens to ends. */
export function eventFeed(eventId: string): EventFeed {
  const there = feeds.get(eventId);
  if (there) return there;
  const feed = new EventFeed(eventId, fetchStates, () => feeds.delete(eventId));
  feeds.set(eventId, feed);
  return feed;
}

async function fetchStates(eventId: string): Promise<FetchedStates> {
  const signal = AbortSignal.timeout(ANSWER_MS_MAX);
  const response = await fetch(`/api/v1/seats/${eventId}/state`, { cache: "no-cache", signal });
  if (!response.ok) throw await readProblem(response);
  const version = readVersion(response.headers.get("etag"));
  const states = unpackStates(await response.arrayBuffer());
  if (!version || !states) throw new Error(`the states of ${eventId} can't be read`);
  return { version, states };
}
