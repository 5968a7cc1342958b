import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { call } from "./call";
import { NoAnswer } from "./problem";

beforeEach(() => {
  vi.useFakeTimers();
  // The browser's own time limits don't follow a clock that is turned by hand.
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

/** An answer that comes in parts, so many milliseconds apart, and never ends if it isn't whole. */
function inParts(parts: string[], everyMs: number, isWhole: boolean) {
  vi.stubGlobal("fetch", async (_: Request, { signal }: RequestInit) => {
    const body = new ReadableStream<Uint8Array>({
      start(stream) {
        signal?.addEventListener("abort", () => stream.error(signal.reason));
        parts.forEach((part, index) => {
          setTimeout(() => stream.enqueue(new TextEncoder().encode(part)), everyMs * (index + 1));
        });
        if (isWhole) setTimeout(() => stream.close(), everyMs * (parts.length + 1));
      },
    });
    return new Response(body, { headers: { etag: '"1.7"' } });
  });
}

/** What became of a call: its answer, or the error that it ended with. */
function outcomeOf(asked: Promise<unknown>) {
  return asked.catch((error: unknown) => error);
}

test("a large answer on a slow network comes, however long it takes", async () => {
  inParts(['{"units":', "80", "000", "}"], 15_000, true);
  const asked = outcomeOf(call("GET", "/seats/evt_1/map"));
  await vi.advanceTimersByTimeAsync(80_000);
  expect(await asked).toEqual({ units: 80_000 });
});

test("an answer that breaks off is no answer", async () => {
  inParts(['{"units":'], 1_000, false);
  const asked = outcomeOf(call("GET", "/seats/evt_1/map"));
  await vi.advanceTimersByTimeAsync(22_000);
  expect(await asked).toBeInstanceOf(NoAnswer);
});

test("a program that says nothing at all is given up", async () => {
  vi.stubGlobal(
    "fetch",
    (_: Request, { signal }: RequestInit) =>
      new Promise((_, fail) => signal?.addEventListener("abort", () => fail(signal.reason))),
  );
  const asked = outcomeOf(call("GET", "/events"));
  await vi.advanceTimersByTimeAsync(21_000);
  expect(await asked).toBeInstanceOf(NoAnswer);
});

test("who gave the call up hears that, and not that no answer came", async () => {
  inParts(["{}"], 60_000, false);
  const gone = new AbortController();
  const asked = outcomeOf(call("GET", "/events", { signal: gone.signal }));
  await vi.advanceTimersByTimeAsync(1_000);
  gone.abort();
  expect(await asked).not.toBeInstanceOf(NoAnswer);
});

test("an answer without a body is one", async () => {
  vi.stubGlobal("fetch", async () => new Response(null, { status: 204 }));
  expect(await call("POST", "/auth/logout")).toBeUndefined();
});
