/**
 * Which way news come: a WebSocket, else a stream, else by asking again and again. Pure: what happens goes in, what to do comes out.
 * A way is given up only while the server answers otherwise; when it answers nothing, it is down, and no other way is better.
 */
import { backoffMs } from "./backoff";

export type Way = "socket" | "stream" | "polling";

export interface Ladder {
  way: Way;
  phase: "resting" | "opening" | "open" | "waiting";
  /** Tries in a row that came to nothing, for how long to wait. */
  attempt: number;
  /** Of these, how many failed on this way while the server answered otherwise. */
  blocked: number;
  isOnline: boolean;
  isWanted: boolean;
}

export type Happening =
  | { type: "wanted" }
  | { type: "unwanted" }
  /** The connection is there. */
  | { type: "opened" }
  /** It proved to be good: something was heard on it. */
  | { type: "heard" }
  /** It ended, or never was; `reachable` is whether the server answers a plain request. */
  | { type: "lost"; reachable: boolean }
  /** The server is about to end the connection, and said how long to wait before the next. */
  | { type: "sent_away"; ms: number }
  | { type: "wait_over" }
  | { type: "online" }
  | { type: "offline" }
  /** The reader came back to the page, or signed in or out: whatever there is, connect anew now. */
  | { type: "renew" }
  /** It is time to see whether a better way works by now. */
  | { type: "look_up" };

export type Deed = { do: "open"; way: Way } | { do: "close" } | { do: "wait"; ms: number };

const BLOCKED_MAX = 3;
/** Nobody is kept away for longer, whatever a server says. */
const SENT_AWAY_MAX_MS = 60_000;
const BELOW: Record<Way, Way> = { socket: "stream", stream: "polling", polling: "polling" };

export const AT_REST: Ladder = {
  way: "socket",
  phase: "resting",
  attempt: 0,
  blocked: 0,
  isOnline: true,
  isWanted: false,
};

type Step = readonly [Ladder, Deed[]];

export function step(ladder: Ladder, happening: Happening, random: number): Step {
  switch (happening.type) {
    case "wanted":
      return ladder.isWanted ? [ladder, []] : open({ ...ladder, isWanted: true, attempt: 0 });
    case "unwanted":
      return [{ ...ladder, isWanted: false, phase: "resting" }, [{ do: "close" }]];
    case "opened":
      return [ladder.phase === "opening" ? { ...ladder, phase: "open" } : ladder, []];
    case "heard":
      return [ladder.phase === "open" ? { ...ladder, attempt: 0, blocked: 0 } : ladder, []];
    case "lost":
      return lost(ladder, happening.reachable, random);
    case "sent_away":
      return sentAway(ladder, happening.ms);
    case "wait_over":
      return ladder.phase === "waiting" ? open(ladder) : [ladder, []];
    case "online":
      return open({ ...ladder, isOnline: true, attempt: 0 });
    case "offline":
      return [{ ...ladder, isOnline: false, phase: "resting" }, [{ do: "close" }]];
    case "renew":
      return open({ ...ladder, attempt: 0 });
    case "look_up":
      return ladder.way === "socket" ? [ladder, []] : open({ ...ladder, way: "socket", blocked: BLOCKED_MAX - 1 });
  }
}

function open(ladder: Ladder): Step {
  if (!ladder.isWanted || !ladder.isOnline) return [{ ...ladder, phase: "resting" }, [{ do: "close" }]];
  return [{ ...ladder, phase: "opening" }, [{ do: "close" }, { do: "open", way: ladder.way }]];
}

function lost(ladder: Ladder, isReachable: boolean, random: number): Step {
  if (!ladder.isWanted || !ladder.isOnline || ladder.phase === "waiting") return [ladder, []];
  // A connection that was good and ended says nothing against its kind.
  const isBlocked = ladder.phase === "opening" && isReachable;
  const blocked = isBlocked ? ladder.blocked + 1 : ladder.blocked;
  if (blocked >= BLOCKED_MAX && ladder.way !== "polling") {
    return open({ ...ladder, way: BELOW[ladder.way], blocked: 0, attempt: 0 });
  }
  const ms = backoffMs(ladder.attempt, random);
  return [{ ...ladder, phase: "waiting", blocked, attempt: ladder.attempt + 1 }, [{ do: "close" }, { do: "wait", ms }]];
}

/** The other servers get everybody whom this one sends away, so each waits as long as it was told, and not at all less. */
function sentAway(ladder: Ladder, ms: number): Step {
  if (ladder.phase !== "open") return [ladder, []];
  const wait: Deed = { do: "wait", ms: Math.min(ms, SENT_AWAY_MAX_MS) };
  return [{ ...ladder, phase: "waiting", attempt: 0, blocked: 0 }, [{ do: "close" }, wait]];
}
