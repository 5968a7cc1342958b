/**
 * Whether somebody is signed in, and the renewal of their session behind the scenes. The tokens live in HttpOnly cookies that no
 * script reads; what is kept here is only that there is a session and when it must be renewed.
 */
import { readProblem } from "./problem";
import type { Account, Session } from "./types";

const KEY = "admit.session";
/** Says, until somebody signs in, how the last session ended if nobody here ended it. */
const ENDED_KEY = "admit.session.ended";
/** `sent` from when a renewal is sent until its answer comes; `lost` once another has to be sent because none came. */
const RENEWAL_KEY = "admit.session.renewal";
/** Since when somebody in this browser signs out. A window that is closed meanwhile leaves it behind, so it counts for a while only. */
const LEAVING_KEY = "admit.session.leaving";
const LEAVING_MS_MAX = 60_000;
const LOCK = "admit.session.renewal";
/** Renewed this early, so that no call sets out with a token that ends on its way. */
const MARGIN_MS = 30_000;
/** Calls wait so long for a renewal, and then go without it. */
const WAITED_FOR_MS_MAX = 10_000;
/** A renewal itself is given up much later: an answer that comes late saves the session, and a second call would end it. */
const RENEWAL_MS_MAX = 60_000;

interface Note {
  user: Account;
  renew_at_ms: number;
}

/**
 * Who ended a session: somebody here; somebody elsewhere, such as by a new password; or only the loss of an answer, after which the
 * program takes the next renewal for a theft.
 */
export type Cause = "here" | "elsewhere" | "lost";
export type SessionChange = { kind: "began" | "ended"; user: Account | null; cause: Cause };

/** Whether a session goes on, as far as anybody can tell just now. */
export type Renewal = "renewed" | "ended" | "unclear";

const listeners = new Set<(change: SessionChange) => void>();

export function onSessionChange(listener: (change: SessionChange) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function currentAccount(): Account | null {
  return readNote()?.user ?? null;
}

export function beginSession(session: Session): void {
  localStorage.removeItem(LEAVING_KEY);
  writeNote(session);
  tell({ kind: "began", user: session.user, cause: "here" });
}

export function endSession(said: Cause): void {
  if (!readNote()) return;
  const cause = causeOf(said);
  // Written first: other windows read it when they see the note go.
  if (cause !== "here") localStorage.setItem(ENDED_KEY, cause);
  localStorage.removeItem(RENEWAL_KEY);
  localStorage.removeItem(KEY);
  tell({ kind: "ended", user: null, cause });
}

/** What is heard while somebody signs out here is the sign-out; what is heard after a lost renewal is its loss. */
function causeOf(said: Cause): Cause {
  if (Date.now() - Number(localStorage.getItem(LEAVING_KEY) ?? 0) < LEAVING_MS_MAX) return "here";
  return said === "elsewhere" && localStorage.getItem(RENEWAL_KEY) === "lost" ? "lost" : said;
}

/**
 * Somebody signs out here: at the program first, and then on the page. Whatever else hears of the session's end meanwhile, such as a
 * connection of any window that the program closes, hears of the same.
 */
export async function leaveSession(signOut: () => Promise<void>): Promise<void> {
  localStorage.setItem(LEAVING_KEY, String(Date.now()));
  try {
    await signOut();
    endSession("here");
  } finally {
    localStorage.removeItem(LEAVING_KEY);
  }
}

/** How the last session ended; `null` while there is one, or where somebody here ended it. */
export function endedBy(): "elsewhere" | "lost" | null {
  const cause = localStorage.getItem(ENDED_KEY);
  return cause === "elsewhere" || cause === "lost" ? cause : null;
}

export function wasEndedElsewhere(): boolean {
  return endedBy() !== null;
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
    const cause = after ? "here" : (endedBy() ?? "here");
    tell({ kind: after ? "began" : "ended", user: after?.user ?? null, cause });
  });
}

/** Renews a session that is about to end. Without a session there is nothing to do. */
export async function keepSessionFresh(): Promise<void> {
  const note = readNote();
  if (note && Date.now() >= note.renew_at_ms) await inTime(renewSession(note.renew_at_ms));
}

/** After a refusal: `renewed` if the call is worth repeating. */
export async function recoverSession(): Promise<Renewal> {
  const note = readNote();
  return note ? inTime(renewSession(note.renew_at_ms)) : "ended";
}

function inTime(renewal: Promise<Renewal>): Promise<Renewal> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve("unclear"), WAITED_FOR_MS_MAX);
    void renewal.then(resolve).finally(() => clearTimeout(timer));
  });
}

let underWay: Promise<Renewal> | null = null;

/**
 * A refresh token used twice ends its whole family, so only one call in one window renews, and the others take what it brought.
 * `known` is the note that the caller found wanting: a newer one means that another window was faster.
 */
function renewSession(known: number): Promise<Renewal> {
  underWay ??= exclusively(() => renewUnlessNewer(known))
    .catch((): Renewal => "unclear")
    .finally(() => {
      underWay = null;
    });
  return underWay;
}

/** Browsers have locks on secure origins only. */
async function exclusively(renew: () => Promise<Renewal>): Promise<Renewal> {
  const locks = navigator.locks as LockManager | null | undefined;
  return locks ? await locks.request(LOCK, renew) : await renew();
}

async function renewUnlessNewer(known: number): Promise<Renewal> {
  const note = readNote();
  if (!note) return "ended";
  if (note.renew_at_ms > known) return "renewed";
  localStorage.setItem(RENEWAL_KEY, localStorage.getItem(RENEWAL_KEY) === null ? "sent" : "lost");
  const response = await fetch("/api/v1/auth/refresh", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: "{}",
    // Whoever goes to another page meanwhile must get the new tokens all the same.
    keepalive: true,
    signal: AbortSignal.timeout(RENEWAL_MS_MAX),
  });
  if (response.ok) {
    const session = (await response.json()) as Session;
    // Whoever signed out meanwhile, or in as somebody else, is not to be brought back.
    if (currentAccount()?.id !== note.user.id) return "ended";
    writeNote(session);
    return "renewed";
  }
  const problem = await readProblem(response);
  // An overloaded or absent program says nothing about the session, and whoever stands before it nothing of what became of the call.
  if (problem.status !== 401 && problem.status !== 422) return "unclear";
  // Only a token that was used before can be the work of a lost answer; what was revoked was revoked by somebody.
  if (problem.code !== "token_reused") localStorage.removeItem(RENEWAL_KEY);
  endSession("elsewhere");
  return "ended";
}

function readNote(): Note | null {
  return parseNote(localStorage.getItem(KEY));
}

function writeNote({ user, expires_in }: Session): void {
  const note: Note = { user, renew_at_ms: Date.now() + Math.max(expires_in * 1000 - MARGIN_MS, 1000) };
  localStorage.setItem(KEY, JSON.stringify(note));
  localStorage.removeItem(ENDED_KEY);
  localStorage.removeItem(RENEWAL_KEY);
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
