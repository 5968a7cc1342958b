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

test("what is watched while the connection opens is joined once it is open, and what was let go meanwhile isn't", async () => {
  const hub = new LiveHub();
  const letGo = hub.watch("evt_a", { news: () => {} });
  hub.watch("evt_b", { after: () => "2.9", news: () => {} });
  letGo();
  const [socket] = Socket.opened;
  socket?.open();
  await pass(0);
  expect(hub.status()).toBe("live");
  expect(socket?.said.map((text) => JSON.parse(text))).toEqual([{ type: "join", event_id: "evt_b", after: "2.9" }]);
});

/** The browser's streams; the test says which of them open. */
class Stream extends EventTarget {
  static readonly CLOSED = 2;
  static opened: Stream[] = [];
  readyState = 0;
  onopen: (() => void) | null = null;
  onerror: (() => void) | null = null;

  constructor(readonly url: string) {
    super();
    Stream.opened.push(this);
  }

  close() {
    this.readyState = Stream.CLOSED;
  }
}

test("where sockets are blocked, a page that watches nothing yet is connected, and what it watches then is streamed", async () => {
  Stream.opened = [];
  vi.stubGlobal("EventSource", Stream);
  vi.stubGlobal("fetch", async () => new Response("{}"));
  const hub = new LiveHub();
  hub.hearOwn(() => {});
  for (let tries = 1; tries <= 3; tries += 1) {
    expect(Socket.opened).toHaveLength(tries);
    Socket.opened[tries - 1]?.onclose?.({ code: 1006, reason: "" });
    await pass(1_000);
  }
  expect(hub.status()).toBe("live");
  hub.watch("evt_a", { news: () => {} });
  expect(Stream.opened.map(({ url }) => url)).toEqual(["/api/v1/events/evt_a/stream"]);
});
