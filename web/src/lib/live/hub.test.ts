import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { LiveHub } from "./hub";

/** The browser's sockets, without a network: what the page opens is kept, and the test says what comes. */
class Socket extends EventTarget {
  static readonly OPEN = 1;
  static opened: Socket[] = [];
  readyState = 0;
  readonly said: string[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((message: { data: string }) => void) | null = null;
  onclose: ((end: { code: number; reason: string }) => void) | null = null;

  constructor(readonly url: string) {
    super();
    Socket.opened.push(this);
  }

  open() {
    this.readyState = Socket.OPEN;
    this.onopen?.();
  }

  send(text: string) {
    this.said.push(text);
  }

  hear(message: object) {
    this.onmessage?.({ data: JSON.stringify(message) });
  }

  close() {
    this.readyState = 3;
  }
}

beforeEach(() => {
  vi.useFakeTimers();
  Socket.opened = [];
  vi.stubGlobal("WebSocket", Socket);
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** Of all that a browser would do, what this many milliseconds bring. */
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

test("a page that is sent away comes back after as long as it was told, and goes on where it was", async () => {
  const hub = new LiveHub();
  hub.watch("evt_a", { after: () => "1.7", news: () => {} });
  const [first] = Socket.opened;
  if (!first) throw new Error("nothing was opened");
  first.open();
  await pass(0);
  expect(hub.status()).toBe("live");

  first.hear({ type: "reconnect", after_ms: 7_300 });
  expect(first.readyState).toBe(3);
  first.onclose?.({ code: 1001, reason: "the node stops" });
  expect(hub.status()).toBe("reconnecting");
  await pass(7_299);
  expect(Socket.opened).toHaveLength(1);
  await pass(1);
  const second = Socket.opened[1];
  if (!second) throw new Error("it doesn't come back");
  second.open();
  expect(JSON.parse(second.said[0] ?? "")).toEqual({ type: "join", event_id: "evt_a", after: "1.7" });
  await pass(0);
  expect(hub.status()).toBe("live");
});

test("a page whose connection ends without a word comes back by itself, sooner", async () => {
  const hub = new LiveHub();
  hub.watch("evt_a", { news: () => {} });
  Socket.opened[0]?.open();
  await pass(0);
  Socket.opened[0]?.onclose?.({ code: 1006, reason: "" });
  await pass(1_000);
  expect(Socket.opened).toHaveLength(2);
});
