/** What to show somebody at the door, from what the program says of their place. Pure. */
import { ApiProblem, isNoVerdict } from "@/api/problem";
import type { QueuePlace } from "@/api/requests/queue";

export type Stage =
  /** Nothing is known yet. */
  | { is: "looking" }
  /** No place in the line. */
  | { is: "outside" }
  | { is: "prequeue"; place: QueuePlace }
  | { is: "waiting"; place: QueuePlace }
  | { is: "called"; place: QueuePlace }
  | { is: "left" }
  /** Called, and not there in time. */
  | { is: "expired" }
  /** No line forms for this event: whoever comes may shop. */
  | { is: "open" }
  | { is: "unknown"; error: Error };

/** The place that this browser kept is of no use to whoever is here now. */
const NOT_OURS = ["place_invalid", "place_not_yours"];

export function stageOf(place: QueuePlace | undefined, error: Error | null): Stage {
  // A place that was known is still held while the server is away.
  if (place && (error === null || isNoVerdict(error))) return stageOfPlace(place);
  if (error instanceof ApiProblem) {
    if (error.code === "no_waiting_room") return { is: "open" };
    if (error.code === "place_expired") return { is: "expired" };
    if (error.code === "not_in_line" || isNotOurs(error)) return { is: "outside" };
  }
  return error ? { is: "unknown", error } : { is: "looking" };
}

function stageOfPlace(place: QueuePlace): Stage {
  switch (place.status) {
    case "prequeue":
      return { is: "prequeue", place };
    case "admitted":
      return { is: "called", place };
    case "left":
      return { is: "left" };
    case "expired":
      return { is: "expired" };
    default:
      return { is: "waiting", place };
  }
}

export function isNotOurs(error: Error | null): boolean {
  return error instanceof ApiProblem && NOT_OURS.includes(error.code);
}

/** How much of the way is behind, from 0 to 1; null if it can't be told. */
export function progressOf(aheadAtFirst: number | null, ahead: number | null): number | null {
  if (aheadAtFirst === null || ahead === null || aheadAtFirst <= 0) return ahead === 0 ? 1 : null;
  return Math.min(1, Math.max(0, 1 - ahead / aheadAtFirst));
}

/** A wait as minutes, rounded outward so that it promises nothing: at least one, in fives above ten. */
export function waitInMinutes({ low, high }: { low: number; high: number }): { low: number; high: number } {
  const least = Math.max(1, roundedMinutes(low / 60, Math.floor));
  return { low: least, high: Math.max(least, roundedMinutes(high / 60, Math.ceil)) };
}

function roundedMinutes(minutes: number, round: (value: number) => number): number {
  return minutes <= 10 ? round(minutes) : round(minutes / 5) * 5;
}

/** Reads what a live message says of the place; fields that it leaves out stay as they were. */
export function withNews(
  before: QueuePlace | undefined,
  type: "queue" | "admitted",
  body: Readonly<Record<string, unknown>>,
) {
  const number = (name: string) => (typeof body[name] === "number" ? body[name] : undefined);
  const text = (name: string) => (typeof body[name] === "string" ? body[name] : undefined);
  // On a stream the news are of the line as a whole, and of nobody's place.
  const isOwn = type === "admitted" || text("status") !== undefined;
  if (!before || !isOwn) return before;
  const flag = (name: string) => (typeof body[name] === "boolean" ? body[name] : undefined);
  const news = {
    queue_token: text("queue_token"),
    called: flag("called"),
    paused: flag("paused"),
    answer_by: textOrNull(body["answer_by"]),
    opens_at: textOrNull(body["opens_at"]),
    status: type === "admitted" ? "admitted" : text("status"),
    position: number("position"),
    ahead: number("ahead"),
    remaining: number("remaining"),
    serving: number("serving"),
    outlook: text("outlook") as QueuePlace["outlook"] | undefined,
    pass: textOrNull(body["pass"]),
    pass_expires_at: textOrNull(body["pass_expires_at"]),
    estimated_wait_s: body["estimated_wait_s"] as QueuePlace["estimated_wait_s"] | undefined,
  };
  return { ...before, ...Object.fromEntries(Object.entries(news).filter(([, value]) => value !== undefined)) };
}

/** Undefined, which changes nothing, for what is neither. */
function textOrNull(value: unknown): string | null | undefined {
  return typeof value === "string" || value === null ? value : undefined;
}
