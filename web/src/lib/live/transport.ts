/** One connection of each kind. All look the same to who uses them: they open, tell, and end once. */

import type { Way } from "./ladder";
import { readMessage, type ServerMessage } from "./messages";

/** What is watched: an event, from a version on, perhaps with a place in its line. */
export interface Watched {
  eventId: string;
  after: string | null;
  queueToken: string | null;
}

export interface Ears {
  opened: () => void;
  message: (message: ServerMessage) => void;
  /** Told once; nothing comes afterwards. */
  ended: (why: "lost" | "signed_out") => void;
  /** While there is no push, this is how often to ask. */
  ask: () => void;
}

export interface Transport {
  readonly way: Way;
  watch: (watched: Watched) => void;
  unwatch: (eventId: string) => void;
  close: () => void;
}

const PING_EVERY_MS = 20_000;
/** A socket on which nothing was heard for so long, its own pings unanswered, leads nowhere. */
const SILENT_MAX_MS = 45_000;
const STREAM_FAILURES_MAX = 3;
const OPEN_WITHIN_MS = 8_000;
const ASK_EVERY_MS = 3_000;
/** The close code for a session that is over. */
const POLICY = 1008;

/** `watched` is asked when there is somebody to tell: what is watched may change while a connection opens. */
export function openTransport(way: Way, watched: () => Watched[], ears: Ears): Transport {
  if (way === "socket") return openSocket(watched, ears);
  if (way === "stream") return openStreams(watched(), ears);
  return openPolling(ears);
}

function openSocket(watched: () => Watched[], ears: Ears): Transport {
  const socket = new WebSocket(`${location.origin.replace(/^http/, "ws")}/api/v1/ws`);
  let heardAt = Date.now();
  let isOver = false;
  const end = (why: "lost" | "signed_out") => {
    if (isOver) return;
    isOver = true;
    clearInterval(pinging);
    clearTimeout(opening);
    socket.close();
    ears.ended(why);
  };
  const say = (message: object) => {
    if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
  };
  const join = ({ eventId, after, queueToken }: Watched) =>
    say({
      type: "join",
      event_id: eventId,
      ...(after ? { after } : {}),
      ...(queueToken ? { queue_token: queueToken } : {}),
    });
  const opening = setTimeout(() => end("lost"), OPEN_WITHIN_MS);
  const pinging = setInterval(() => {
    if (Date.now() - heardAt > SILENT_MAX_MS) end("lost");
    else say({ type: "ping" });
  }, PING_EVERY_MS);
  socket.onopen = () => {
    clearTimeout(opening);
    ears.opened();
    for (const one of watched()) join(one);
  };
  socket.onmessage = ({ data }) => {
    heardAt = Date.now();
    const message = typeof data === "string" ? readMessage(data) : null;
    if (message && !isOver) ears.message(message);
  };
  socket.onclose = ({ code, reason }) => end(code === POLICY && reason === "signed out" ? "signed_out" : "lost");
  return {
    way: "socket",
    watch: join,
    unwatch: (eventId) => say({ type: "leave", event_id: eventId }),
    close: () => {
      isOver = true;
      clearInterval(pinging);
      clearTimeout(opening);
      socket.close();
    },
  };
}

/** One stream for each event. If one ends, all are opened anew: they lead to the same server. */
function openStreams(first: Watched[], ears: Ears): Transport {
  const streams = new Map<string, EventSource>();
  let isOver = false;
  const close = () => {
    isOver = true;
    for (const stream of streams.values()) stream.close();
  };
  const watch = ({ eventId }: Watched) => {
    streams.get(eventId)?.close();
    const stream = new EventSource(`/api/v1/events/${eventId}/stream`);
    streams.set(eventId, stream);
    let failures = STREAM_FAILURES_MAX;
    stream.onopen = () => {
      failures = 0;
      ears.opened();
    };
    stream.onerror = () => {
      failures += 1;
      // A stream that was good is reconnected by the browser itself, which says where it was; that is worth a few tries.
      const mayReturn = stream.readyState !== EventSource.CLOSED && failures <= STREAM_FAILURES_MAX;
      if (isOver || mayReturn) return;
      close();
      ears.ended("lost");
    };
    const hear = ({ data }: MessageEvent<unknown>) => {
      const message = typeof data === "string" ? readMessage(data) : null;
      if (message && !isOver) ears.message(message);
    };
    for (const name of ["snapshot", "seats", "sold_out", "queue", "resync"]) stream.addEventListener(name, hear);
  };
  for (const one of first) watch(one);
  // With nothing to watch there is nothing to wait for; what is watched later opens a stream of its own.
  if (first.length === 0) ears.opened();
  return {
    way: "stream",
    watch,
    unwatch: (eventId) => {
      streams.get(eventId)?.close();
      streams.delete(eventId);
    },
    close,
  };
}

function openPolling(ears: Ears): Transport {
  const asking = setInterval(() => ears.ask(), ASK_EVERY_MS);
  ears.opened();
  ears.ask();
  return { way: "polling", watch: () => ears.ask(), unwatch: () => {}, close: () => clearInterval(asking) };
}
