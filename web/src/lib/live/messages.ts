/** What the server says on a socket or a stream, read into types; what isn't understood is null and ignored. */
import { readVersion, type Version } from "./version";

/** A run of neighbouring units: the first, how many, and what they all are now. */
export type Run = readonly [first: number, count: number, state: number];
/** A section and how many of its places are available. */
export type SectionCount = readonly [section: string, available: number];

export interface Snapshot {
  type: "snapshot";
  event_id: string;
  version: Version;
  sections: SectionCount[];
}

export interface SeatsFrame {
  type: "seats";
  event_id: string;
  from: Version;
  version: Version;
  changes: Run[];
  sections: SectionCount[];
}

export interface SoldOut {
  type: "sold_out";
  event_id: string;
}

export interface Resync {
  type: "resync";
  event_id: string;
}

/** The line of an event: the shared number on a stream, the reader's own place on a socket. Its fields are the waiting room's affair. */
export interface QueueNews {
  type: "queue" | "admitted";
  event_id: string;
  body: Readonly<Record<string, unknown>>;
}

export interface HoldExpiring {
  type: "hold_expiring";
  event_id: string;
  hold_id: string;
  expires_at: string;
  expires_in_s: number;
}

export interface HoldExpired {
  type: "hold_expired";
  event_id: string;
  hold_id: string;
}

export interface OrderPaid {
  type: "order_paid";
  event_id: string;
  hold_id: string;
  order_id: string;
}

/** The node stops, and says when to come again. */
export interface Reconnect {
  type: "reconnect";
  after_ms: number;
}

export interface Pong {
  type: "pong";
}

export interface Refused {
  type: "error";
  code: string;
  event_id: string | null;
}

/** What concerns whoever is signed in, whichever event is watched. */
export type OwnNews = HoldExpiring | HoldExpired | OrderPaid;
export type EventNews = Snapshot | SeatsFrame | SoldOut | Resync | QueueNews;
export type ServerMessage = EventNews | OwnNews | Reconnect | Pong | Refused;

type Fields = Readonly<Record<string, unknown>>;

export function readMessage(text: string): ServerMessage | null {
  let fields: unknown;
  try {
    fields = JSON.parse(text);
  } catch {
    return null;
  }
  return typeof fields === "object" && fields !== null ? readFields(fields as Fields) : null;
}

function readFields(fields: Fields): ServerMessage | null {
  switch (fields["type"]) {
    case "pong":
      return { type: "pong" };
    case "reconnect": {
      const after_ms = readCount(fields["after_ms"]);
      return after_ms === null ? null : { type: "reconnect", after_ms };
    }
    case "error":
      return { type: "error", code: readText(fields["code"]) ?? "unknown", event_id: readText(fields["event_id"]) };
    case "hold_expiring":
    case "hold_expired":
    case "order_paid":
      return readOwn(fields["type"], fields);
    default:
      return readEvent(fields);
  }
}

function readOwn(type: OwnNews["type"], fields: Fields): OwnNews | null {
  const [event_id, hold_id] = [readText(fields["event_id"]), readText(fields["hold_id"])];
  if (!event_id || !hold_id) return null;
  if (type === "hold_expired") return { type, event_id, hold_id };
  if (type === "order_paid") {
    const order_id = readText(fields["order_id"]);
    return order_id ? { type, event_id, hold_id, order_id } : null;
  }
  const [expires_at, expires_in_s] = [readText(fields["expires_at"]), readCount(fields["expires_in_s"])];
  return expires_at && expires_in_s !== null ? { type, event_id, hold_id, expires_at, expires_in_s } : null;
}

function readEvent(fields: Fields): EventNews | null {
  const event_id = readText(fields["event_id"]);
  if (!event_id) return null;
  switch (fields["type"]) {
    case "snapshot": {
      const [version, sections] = [readVersion(readText(fields["version"])), readSections(fields["sections"])];
      return version && sections ? { type: "snapshot", event_id, version, sections } : null;
    }
    case "seats":
      return readFrame(event_id, fields);
    case "sold_out":
    case "resync":
      return { type: fields["type"], event_id };
    case "queue":
    case "admitted":
      return { type: fields["type"], event_id, body: fields };
    default:
      return null;
  }
}

function readFrame(event_id: string, fields: Fields): SeatsFrame | null {
  const [from, version] = [readVersion(readText(fields["from"])), readVersion(readText(fields["version"]))];
  const [changes, sections] = [readRuns(fields["changes"]), readSections(fields["sections"])];
  return from && version && changes && sections ? { type: "seats", event_id, from, version, changes, sections } : null;
}

function readRuns(value: unknown): Run[] | null {
  if (!Array.isArray(value)) return null;
  const isRun = (run: unknown) =>
    Array.isArray(run) && run.length === 3 && run.every((part) => readCount(part) !== null) && run[2] < 4;
  return value.every(isRun) ? (value as Run[]) : null;
}

function readSections(value: unknown): SectionCount[] | null {
  if (!Array.isArray(value)) return null;
  const isPair = (pair: unknown) =>
    Array.isArray(pair) && typeof pair[0] === "string" && readCount(pair[1]) !== null && pair.length === 2;
  return value.every(isPair) ? (value as SectionCount[]) : null;
}

function readText(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

function readCount(value: unknown): number | null {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 ? value : null;
}
