/** Calls that tests make past the page, as other people's clients would. */
interface Call {
  method?: string;
  body?: unknown;
  token?: string;
  headers?: Record<string, string>;
}

export async function send<Answer>(url: string, path: string, call: Call = {}): Promise<Answer> {
  const headers = new Headers(call.headers);
  if (call.token) headers.set("authorization", `Bearer ${call.token}`);
  const init: RequestInit = { method: call.method ?? "POST", headers };
  if (call.body !== undefined) {
    headers.set("content-type", "application/json");
    init.body = JSON.stringify(call.body);
  }
  const response = await fetch(`${url}/api/v1${path}`, init);
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return (response.status === 204 ? null : await response.json()) as Answer;
}

const ORGANIZER = { email: "organizer@example.com", password: "password123" };

export async function organizerToken(url: string): Promise<string> {
  return (await send<{ access_token: string }>(url, "/auth/login", { body: ORGANIZER })).access_token;
}
