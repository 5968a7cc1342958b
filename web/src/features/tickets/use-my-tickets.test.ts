import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { NoAnswer } from "@/api/problem";
import { beginSession, endSession } from "@/api/session";
import { forgetTickets, keepTickets, readKeptTickets } from "@/lib/kept-tickets";
import { readMyTickets } from "./use-my-tickets";

/** The browser's caches, as far as keeping tickets needs them. */
class Caches {
  readonly kept = new Map<string, Response>();
  match = async (path: string) => this.kept.get(path)?.clone();
  delete = async () => this.kept.clear();
  open = async () => ({
    put: async (path: string, response: Response) => void this.kept.set(path, response),
    match: this.match,
    add: async (path: string) => void this.kept.set(path, new Response("<svg/>")),
  });
}

const user = { id: "usr_1", email: "fan@example.com", name: "Fan", role: "buyer", verified: true } as const;
const ticket = (id: string, event_id: string) => ({ id, event_id, status: "valid" });
const event = (id: string) => ({ id, name: id });

/** Answers each path as it is told to; what nobody told it of fails as a stalled network does. */
function answering(answers: Record<string, () => Response>) {
  vi.stubGlobal("fetch", async (request: Request) => {
    const answer = answers[new URL(request.url).pathname.slice("/api/v1".length)];
    if (!answer) throw new TypeError("no network");
    return answer();
  });
}

const list = (...items: object[]) => Response.json({ items, next_cursor: null });
const { signal } = new AbortController();

beforeEach(async () => {
  vi.stubGlobal("caches", new Caches());
  localStorage.clear();
  beginSession({ user, expires_in: 900 });
  const kept = { owner: user.id, tickets: [ticket("tkt_1", "evt_1")], events: [event("evt_1")] };
  await keepTickets(kept as unknown as Parameters<typeof keepTickets>[0]);
});
afterEach(() => {
  vi.unstubAllGlobals();
});

test.each([500, 502, 503, 504, 429])("tickets that were kept stand in for an answer of %i", async (status) => {
  answering({ "/tickets": () => new Response("<h1>Bad gateway</h1>", { status }) });
  const mine = await readMyTickets(signal);
  expect(mine).toMatchObject({ standing: "cut_off", tickets: [{ id: "tkt_1" }] });
});

test("tickets that were kept stand in for no answer", async () => {
  answering({});
  expect(await readMyTickets(signal)).toMatchObject({ standing: "cut_off" });
});

test("they don't stand in for a refusal", async () => {
  answering({ "/tickets": () => Response.json({ code: "forbidden" }, { status: 403 }) });
  await expect(readMyTickets(signal)).rejects.toMatchObject({ status: 403 });
});

test("an event that can't be read is taken as it was kept, beside tickets that are new", async () => {
  answering({
    "/tickets": () => list(ticket("tkt_1", "evt_1"), ticket("tkt_2", "evt_2")),
    "/events/evt_2": () => Response.json(event("evt_2")),
  });
  const mine = await readMyTickets(signal);
  expect(mine.standing).toBe("told");
  expect(mine.tickets.map(({ id }) => id)).toEqual(["tkt_1", "tkt_2"]);
  expect(mine.events.map(({ id }) => id)).toEqual(["evt_1", "evt_2"]);
  expect((await readKeptTickets())?.tickets).toHaveLength(2);
});

test("they are shown to whoever lost the session, and to nobody else who signs in", async () => {
  answering({});
  endSession("elsewhere");
  expect(await readMyTickets(signal)).toMatchObject({ standing: "signed_out", tickets: [{ id: "tkt_1" }] });
  beginSession({ user: { ...user, id: "usr_2" }, expires_in: 900 });
  await expect(readMyTickets(signal)).rejects.toBeInstanceOf(NoAnswer);
});

test("they stay for who signs in again, and go when another does or nobody is left", async () => {
  await forgetTickets(user.id);
  expect(await readKeptTickets()).not.toBeNull();
  await forgetTickets("usr_2");
  expect(await readKeptTickets()).toBeNull();
});

test("tickets that come after the reader left aren't kept", async () => {
  await forgetTickets();
  endSession("here");
  const late = { owner: user.id, tickets: [], events: [] };
  await keepTickets(late);
  expect(await readKeptTickets()).toBeNull();
});
