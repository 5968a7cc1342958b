/** How the page asks the program: renews the session when it must, and turns every failure into `ApiProblem` or `NoAnswer`. */
import createClient from "openapi-fetch";
import { NoAnswer, readProblem } from "./problem";
import type { paths } from "./schema";
import { keepSessionFresh, recoverSession } from "./session";

const BASE = "/api/v1";
/** A call that hears nothing for so long has lost its answer. One that trickles in over a slow network isn't lost. */
const SILENT_MS_MAX = 20_000;
/** Their 401 is about what was sent and not about the session. */
const OPENS_A_SESSION = ["/auth/login", "/auth/register", "/auth/guest", "/auth/verify", "/auth/password/reset"];

/** Every call that openapi.json describes, with its types. */
const client = createClient<paths>({ fetch: (request) => answerOf(request) });

/** What a call answered. Whatever isn't a success was thrown by `answerOf`. */
export async function answer<Body>(asked: Promise<{ data?: Body }>): Promise<Body> {
  return (await asked).data as Body;
}

export const { GET, POST } = client;

export interface CallOptions {
  body?: unknown;
  query?: Record<string, string | number | boolean | undefined>;
  headers?: Record<string, string>;
  /** Makes a write safe to repeat. */
  idempotencyKey?: string;
  signal?: AbortSignal;
}

/** For what openapi.json doesn't describe in full. */
export async function call<Answer>(method: string, path: string, options: CallOptions = {}): Promise<Answer> {
  const text = await (await answerTo(method, path, options)).text();
  return (text ? JSON.parse(text) : undefined) as Answer;
}

/** The response itself, for what isn't JSON or whose headers matter. A 304 is an answer too. */
export function answerTo(method: string, path: string, options: CallOptions = {}): Promise<Response> {
  const headers = new Headers(options.headers);
  if (options.body !== undefined) headers.set("content-type", "application/json");
  if (options.idempotencyKey) headers.set("idempotency-key", options.idempotencyKey);
  const init: RequestInit = { method, headers, ...(options.signal && { signal: options.signal }) };
  if (options.body !== undefined) init.body = JSON.stringify(options.body);
  return answerOf(new Request(`${BASE}${path}${queryString(options.query)}`, init));
}

async function answerOf(request: Request): Promise<Response> {
  await keepSessionFresh();
  const path = new URL(request.url).pathname.slice(BASE.length);
  const again = request.clone();
  let response = await send(request);
  if (response.status === 401 && !OPENS_A_SESSION.includes(path)) {
    const renewal = await recoverSession();
    if (renewal === "unclear") throw new NoAnswer("nobody says whether the session goes on");
    if (renewal === "renewed") response = await send(again);
  }
  if (!response.ok && response.status !== 304) throw await readProblem(response);
  return response;
}

async function send(request: Request): Promise<Response> {
  const silence = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const heard = () => {
    clearTimeout(timer);
    timer = setTimeout(() => silence.abort(), SILENT_MS_MAX);
  };
  heard();
  try {
    const signal = AbortSignal.any([request.signal, silence.signal]);
    return await whole(await fetch(request, { signal }), heard);
  } catch (error) {
    if (request.signal.aborted) throw error;
    throw new NoAnswer("no answer came", { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

/** With its body, which may break off too: what was read in part is no answer. */
async function whole(response: Response, heard: () => void): Promise<Response> {
  if (!response.body) return response;
  const reader = response.body.getReader();
  const parts: Uint8Array<ArrayBuffer>[] = [];
  for (;;) {
    heard();
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(value);
  }
  const { status, statusText, headers } = response;
  // A body, even an empty one, may not stand where the status says that there is none.
  return new Response(parts.length > 0 ? new Blob(parts) : null, { status, statusText, headers });
}

function queryString(query: CallOptions["query"]): string {
  const given = Object.entries(query ?? {}).filter(([, value]) => value !== undefined && value !== "");
  const text = new URLSearchParams(given.map(([key, value]) => [key, String(value)])).toString();
  return text && `?${text}`;
}
