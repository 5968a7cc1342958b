/**
 * Whether somebody is signed in, and the renewal of their session behind the scenes. The tokens live in HttpOnly cookies that no
 * script reads; what is kept here is only that there is a session and when it must be renewed.
 */
import { readProblem } from "./problem";
import type { Account, Session } from "./types";

const KEY = "admit.session";
/** Says, until somebody signs in, that it wasn't this browser that ended the last session. */
const ENDED_KEY = "admit.session.ended";
const LOCK = "admit.session.renewal";
/** Renewed this early, so that no call sets out with a token that ends on its way. */
const MARGIN_MS = 30_000;

interface Note {
  user: Account;
  renew_at_ms: number;
}

export type SessionChange = { kind: "began" | "ended"; user: Account | null; cause: "here" | "elsewhere" };

const listeners = new Set<(change: SessionChange) => void>();

export function onSessionChange(listener: (change: SessionChange) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function currentAccount(): Account | null {
  return readNote()?.user ?? null;
}

export function beginSession(session: Session): void {
  writeNote(session);
  tell({ kind: "began", user: session.user, cause: "here" });
}

export function endSession(told: SessionChange["cause"]): void {
  if (!readNote()) return;
  const cause = isLeaving ? "here" : told;
  localStorage.removeItem(KEY);
  if (cause === "elsewhere") localStorage.setItem(ENDED_KEY, cause);
  tell({ kind: "ended", user: null, cause });
}

let isLeaving = false;

/**
 * Somebody signs out here: at the program first, and then on the page. Whatever else hears of the session's end meanwhile, such as a
 * connection that the program closes, hears of the same.
 */
export async function leaveSession(signOut: () => Promise<void>): Promise<void> {
  isLeaving = true;
  try {
    await signOut();
    endSession("here");
  } finally {
    isLeaving = false;
  }
}

export function wasEndedElsewhere(): boolean {
  return localStorage.getItem(ENDED_KEY) !== null;
}

/** The account changed without a new session, such as by a proved address. */
export function noteAccount(user: Account): void {
  const note = readNote();
  if (note) localStorage.setItem(KEY, JSON.stringify({ ...note, user }));
}

/** Follows what other windows of this browser do. */
export function followOtherWindows(): void {
  window.addEventListener("storage", (event) => {
    if (event.key !== KEY) return;
    const [before, after] = [parseNote(event.oldValue), parseNote(event.newValue)];
    if (before?.user.id === after?.user.id) return;
    tell({ kind: after ? "began" : "ended", user: after?.user ?? null, cause: "here" });
  });
}

/** Renews a session that is about to end. Without a session there is nothing to do. */
export async function keepSessionFresh(): Promise<void> {
  const note = readNote();
  if (note && Date.now() >= note.renew_at_ms) await renewSession(note.renew_at_ms);
}

/** After a refusal: whether there is a session again, so that the call is worth repeating. */
export async function recoverSession(): Promise<boolean> {
  const note = readNote();
  return note ? renewSession(note.renew_at_ms) : false;
}

let underWay: Promise<boolean> | null = null;

/**
 * A refresh token used twice ends its whole family, so only one call in one window renews, and the others take what it brought.
 * `known` is the note that the caller found wanting: a newer one means that another window was faster.
 */
function renewSession(known: number): Promise<boolean> {
  underWay ??= exclusively(() => renewUnlessNewer(known)).finally(() => {
    underWay = null;
  });
  return underWay;
}

/** Browsers have locks on secure origins only. */
async function exclusively(renew: () => Promise<boolean>): Promise<boolean> {
  const locks = navigator.locks as LockManager | null | undefined;
  return locks ? await locks.request(LOCK, renew) : await renew();
}

async function renewUnlessNewer(known: number): Promise<boolean> {
  const note = readNote();
  if (!note) return false;
  if (note.renew_at_ms > known) return true;
  const response = await fetch("/api/v1/auth/refresh", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: "{}",
  });
  if (response.ok) {
    writeNote((await response.json()) as Session);
    return true;
  }
  const problem = await readProblem(response);
  // An overloaded or absent program says nothing about the session.
  if (problem.status === 401 || problem.status === 422) endSession("elsewhere");
  return false;
}

function readNote(): Note | null {
  return parseNote(localStorage.getItem(KEY));
}

function writeNote({ user, expires_in }: Session): void {
  const note: Note = { user, renew_at_ms: Date.now() + Math.max(expires_in * 1000 - MARGIN_MS, 1000) };
  localStorage.setItem(KEY, JSON.stringify(note));
  localStorage.removeItem(ENDED_KEY);
}

function parseNote(text: string | null): Note | null {
  if (!text) return null;
  try {
    const note = JSON.parse(text) as Note;
    return typeof note.renew_at_ms === "number" && typeof note.user?.id === "string" ? note : null;
  } catch {
    return null;
  }
}

function tell(change: SessionChange): void {
  for (const listener of listeners) listener(change);
}
