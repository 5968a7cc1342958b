/** One call to the program: renews the session when it must, and turns every failure into `ApiProblem` or `NoAnswer`. */
import { NoAnswer, readProblem } from "./problem";
import { keepSessionFresh, recoverSession } from "./session";

const BASE = "/api/v1";
/** A call without an answer by then has lost it. */
const ANSWER_MS_MAX = 20_000;
/** Their 401 is about what was sent and not about the session. */
const OPENS_A_SESSION = ["/auth/login", "/auth/register", "/auth/guest", "/auth/verify", "/auth/password/reset"];

export interface CallOptions {
  body?: unknown;
  query?: Record<string, string | number | boolean | undefined>;
  headers?: Record<string, string>;
  /** Makes a write safe to repeat. */
  idempotencyKey?: string;
  signal?: AbortSignal;
}

export async function call<Answer>(method: string, path: string, options: CallOptions = {}): Promise<Answer> {
  const response = await answerTo(method, path, options);
  if (response.status === 204 || response.status === 202) {
    const text = await response.text();
    return (text ? JSON.parse(text) : undefined) as Answer;
  }
  return (await response.json()) as Answer;
}

/** The response itself, for what isn't JSON or whose headers matter. A 304 is an answer too. */
export async function answerTo(method: string, path: string, options: CallOptions = {}): Promise<Response> {
  await keepSessionFresh().catch(() => undefined);
  let response = await send(method, path, options);
  if (response.status === 401 && !OPENS_A_SESSION.includes(path) && (await recoverSession().catch(() => false))) {
    response = await send(method, path, options);
  }
  if (!response.ok && response.status !== 304) throw await readProblem(response);
  return response;
}

async function send(method: string, path: string, options: CallOptions): Promise<Response> {
  const headers = new Headers(options.headers);
  if (options.body !== undefined) headers.set("content-type", "application/json");
  if (options.idempotencyKey) headers.set("idempotency-key", options.idempotencyKey);
  const deadline = AbortSignal.timeout(ANSWER_MS_MAX);
  const init: RequestInit = {
    method,
    headers,
    signal: options.signal ? AbortSignal.any([options.signal, deadline]) : deadline,
  };
  if (options.body !== undefined) init.body = JSON.stringify(options.body);
  try {
    return await fetch(`${BASE}${path}${queryString(options.query)}`, init);
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw new NoAnswer("no answer came", { cause: error });
  }
}

function queryString(query: CallOptions["query"]): string {
  const given = Object.entries(query ?? {}).filter(([, value]) => value !== undefined && value !== "");
  const text = new URLSearchParams(given.map(([key, value]) => [key, String(value)])).toString();
  return text && `?${text}`;
}
