/** Every way a call can fail: a problem document (RFC 9457) that the program sent, or no answer at all. */
export interface FieldError {
  field: string;
  message: string;
}

export class ApiProblem extends Error {
  override readonly name = "ApiProblem";

  constructor(
    readonly status: number,
    /** The stable word to branch on. */
    readonly code: string,
    readonly detail: string,
    readonly fields: FieldError[],
    readonly retryAfterS: number | null,
    /** What the code adds, such as `taken_seats`. */
    readonly extra: Readonly<Record<string, unknown>>,
  ) {
    super(`${status} ${code}`);
  }

  /** Whether trying again, unchanged, may help. */
  get isPassing(): boolean {
    return this.status === 429 || this.status === 502 || this.status === 503 || this.status === 504;
  }
}

/** The network gave no answer, so nobody here knows whether the call was carried out. */
export class NoAnswer extends Error {
  override readonly name = "NoAnswer";
}

/** Whether it says nothing about what was asked: no answer came, or the program, or whatever stands before it, is at fault. */
export function isNoVerdict(error: unknown): boolean {
  return error instanceof NoAnswer || (error instanceof ApiProblem && (error.isPassing || error.status >= 500));
}

export function hasCode(error: unknown, ...codes: string[]): error is ApiProblem {
  return error instanceof ApiProblem && codes.includes(error.code);
}

export async function readProblem(response: Response): Promise<ApiProblem> {
  const body: unknown = await response.json().catch(() => null);
  const document = isRecord(body) ? body : {};
  const code = typeof document["code"] === "string" ? document["code"] : codeOfStatus(response.status);
  const detail = typeof document["detail"] === "string" ? document["detail"] : "";
  const fields = Array.isArray(document["errors"]) ? document["errors"].filter(isFieldError) : [];
  return new ApiProblem(response.status, code, detail, fields, retryAfter(response, document), document);
}

function codeOfStatus(status: number): string {
  if (status === 404) return "not_found";
  if (status === 429) return "rate_limited";
  return status >= 502 && status <= 504 ? "unavailable" : "internal";
}

function retryAfter(response: Response, document: Record<string, unknown>): number | null {
  const said = document["retry_after_s"] ?? response.headers.get("retry-after");
  const seconds = Number(said ?? Number.NaN);
  return Number.isFinite(seconds) ? seconds : null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function isFieldError(value: unknown): value is FieldError {
  return isRecord(value) && typeof value["field"] === "string" && typeof value["message"] === "string";
}
