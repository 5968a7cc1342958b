/** Short messages that pass by (toasts) and words for screen readers, from anywhere in the page. */
export type NoticeTone = "info" | "good" | "warn" | "bad";

export interface Notice {
  id: number;
  tone: NoticeTone;
  text: string;
}

/** Older ones make room: a wall of messages tells nothing. */
const NOTICES_MAX = 3;

let notices: readonly Notice[] = [];
let announcement = { polite: "", assertive: "" };
let lastId = 0;
const listeners = new Set<() => void>();

export function notify(tone: NoticeTone, text: string): void {
  lastId += 1;
  notices = [...notices.filter((notice) => notice.text !== text), { id: lastId, tone, text }].slice(-NOTICES_MAX);
  announce(text, tone === "bad" ? "assertive" : "polite");
}

export function dismissNotice(id: number): void {
  notices = notices.filter((notice) => notice.id !== id);
  tell();
}

/** Read aloud by screen readers and shown nowhere. A repeated text is said again. */
export function announce(text: string, urgency: "polite" | "assertive" = "polite"): void {
  const again = announcement[urgency] === text ? `${text}\u00a0` : text;
  announcement = { ...announcement, [urgency]: again };
  tell();
}

export const noticeStore = {
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  notices: () => notices,
  announcement: () => announcement,
};

function tell(): void {
  for (const listener of listeners) listener();
}
