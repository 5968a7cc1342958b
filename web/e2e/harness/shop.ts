/** What the tests do on many screens. */
import type { Page } from "playwright-core";

export const BUYER = { email: "test@example.com", password: "password123" };

export interface FoundEvent {
  id: string;
  name: string;
  status: string;
  available: number;
}

export async function signIn(page: Page, { email, password } = BUYER): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("main").getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL((url) => url.pathname === "/");
}

/** By the page's own origin and cookies, so the browser must be on the page already. */
export function api<Answer>(page: Page, method: string, path: string, body?: unknown): Promise<Answer> {
  return page.evaluate(
    async ([method, path, body]) => {
      const init: RequestInit = { method };
      if (body !== undefined) {
        init.body = JSON.stringify(body);
        init.headers = { "content-type": "application/json" };
      }
      const response = await fetch(`/api/v1${path}`, init);
      if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
      return response.status === 204 ? null : response.json();
    },
    [method, path, body] as const,
  );
}

export async function findEvent(page: Page, name: string): Promise<FoundEvent> {
  const query = new URLSearchParams({ q: name });
  const { items } = await api<{ items: FoundEvent[] }>(page, "GET", `/events?${query}`);
  const found = items[0];
  if (!found) throw new Error(`the demo has an event called ${name}`);
  return found;
}

/** Holds the best places there are, for whoever is signed in. Answers with the hold's id. */
export async function hold(page: Page, eventName: string, quantity: number): Promise<string> {
  const event = await findEvent(page, eventName);
  const answer = await api<{ hold: { id: string } }>(page, "POST", `/seats/${event.id}/reserve`, {
    best_available: { quantity, together: false },
  });
  return answer.hold.id;
}

export async function payByCard(page: Page, number: string): Promise<void> {
  await page.getByLabel("Card number").fill(number);
  await page.getByLabel("Expires").fill("12 / 33");
  await page.getByLabel("Security code").fill("123");
  await page.getByRole("button", { name: /^Pay / }).click();
}
