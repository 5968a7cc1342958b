import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { eventFeed } from "./event-feed";

/** Sockets that never open: here it is only about what is fetched. */
class Nowhere {
  static readonly OPEN = 1;
  close() {}
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("WebSocket", Nowhere);
  vi.spyOn(AbortSignal, "timeout").mockImplementation((ms) => {
    const late = new AbortController();
    setTimeout(() => late.abort(), ms);
    return late.signal;
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** `version.1`, four units, all of them free. */
function states(): Response {
  const packed = new Uint8Array(13);
  packed[8] = 4;
  return new Response(packed, { headers: { etag: '"1.1"' } });
}

/** Answers what the event's states are asked for, one after the other; the last again and again. */
function answering(...answers: ((signal: AbortSignal) => Promise<Response>)[]) {
  const asked: number[] = [];
  vi.stubGlobal("fetch", (url: string, { signal }: RequestInit) => {
    if (!url.endsWith("/state")) return Promise.resolve(new Response("{}"));
    asked.push(Date.now());
    const answer = answers[Math.min(asked.length, answers.length) - 1];
    if (!answer || !signal) throw new Error("nothing may be asked without a time limit");
    return answer(signal);
  });
  return asked;
}

const silence = (signal: AbortSignal) =>
  new Promise<Response>((_, fail) => signal.addEventListener("abort", () => fail(new Error("aborted"))));

test("states that don't come are given up and asked for again", async () => {
  const asked = answering(silence, async () => states());
  const feed = eventFeed("evt_silent");
  const stop = feed.listen({ units: () => {} });
  await vi.advanceTimersByTimeAsync(20_000);
  expect(asked).toHaveLength(2);
  expect(feed.states).toHaveLength(4);
  stop();
});

test("a program that asks for time gets it", async () => {
  const busy = async () => Response.json({ code: "overloaded" }, { status: 503, headers: { "retry-after": "7" } });
  const asked = answering(busy, async () => states());
  const feed = eventFeed("evt_busy");
  const stop = feed.listen({ units: () => {} });
  await vi.advanceTimersByTimeAsync(6_900);
  expect(asked).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(feed.states).toHaveLength(4);
  stop();
});

test("windows whose states fail at the same moment don't ask again at the same moment", async () => {
  const waits = new Set<number>();
  for (const luck of [0, 0.5, 1]) {
    vi.spyOn(Math, "random").mockReturnValue(luck);
    const asked = answering(async () => new Response("", { status: 500 }));
    const stop = eventFeed(`evt_${luck}`).listen({ units: () => {} });
    await vi.advanceTimersByTimeAsync(450);
    stop();
    waits.add((asked[1] ?? 0) - (asked[0] ?? 0));
  }
  expect(waits.size).toBe(3);
});
