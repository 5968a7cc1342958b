import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { call } from "./call";
import { ApiProblem, NoAnswer } from "./problem";
import { beginSession, currentAccount, endSession, leaveSession, onSessionChange, wasEndedElsewhere } from "./session";

const user = { id: "usr_1", email: "fan@example.com", name: "Fan", role: "buyer", verified: true } as const;

/** A program that knows a session of so many seconds, and notes what it is asked. */
class Program {
  asked: string[] = [];
  isSessionGood = true;
  isRefreshGood = true;
  isAway = false;

  answer = async (request: Request | string): Promise<Response> => {
    const path = new URL(request instanceof Request ? request.url : request, location.href).pathname.slice(
      "/api/v1".length,
    );
    this.asked.push(path);
    if (this.isAway) throw new TypeError("no network");
    if (path === "/auth/refresh") {
      if (!this.isRefreshGood) return this.refusal(401, "token_reused");
      this.isSessionGood = true;
      return Response.json({ user, expires_in: 900 });
    }
    return this.isSessionGood ? Response.json({ items: [] }) : this.refusal(401, "not_signed_in");
  };

  private refusal(status: number, code: string): Response {
    return Response.json({ code, status, title: "refused" }, { status });
  }
}

describe("the session", () => {
  let program: Program;
  beforeEach(() => {
    localStorage.clear();
    program = new Program();
    vi.stubGlobal("fetch", program.answer);
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });

  test("is renewed before it ends, and once for calls that set out together", async () => {
    vi.useFakeTimers();
    beginSession({ user, expires_in: 900 });
    vi.advanceTimersByTime(880_000);
    await Promise.all([call("GET", "/tickets"), call("GET", "/checkout/orders")]);
    expect(program.asked.filter((path) => path === "/auth/refresh")).toHaveLength(1);
    expect(program.asked).toHaveLength(3);
  });

  test("that was lost is renewed once a call is refused, and the call is made again", async () => {
    beginSession({ user, expires_in: 900 });
    program.isSessionGood = false;
    await expect(call("GET", "/tickets")).resolves.toEqual({ items: [] });
    expect(program.asked).toEqual(["/tickets", "/auth/refresh", "/tickets"]);
  });

  test("that somebody here ends is ended here, whoever else hears of it first", async () => {
    beginSession({ user, expires_in: 900 });
    const told: string[] = [];
    const stop = onSessionChange(({ kind, cause }) => told.push(`${kind} ${cause}`));
    await leaveSession(async () => endSession("elsewhere"));
    stop();
    expect(told).toEqual(["ended here"]);
    expect(wasEndedElsewhere()).toBe(false);
    expect(currentAccount()).toBeNull();

    beginSession({ user, expires_in: 900 });
    await expect(leaveSession(() => Promise.reject(new NoAnswer("lost")))).rejects.toThrow(NoAnswer);
    expect(currentAccount()).not.toBeNull();
    endSession("elsewhere");
    expect(wasEndedElsewhere()).toBe(true);
  });

  test("that can't be renewed has ended, which is told once", async () => {
    beginSession({ user, expires_in: 900 });
    const told: string[] = [];
    const stop = onSessionChange(({ kind, cause }) => told.push(`${kind} ${cause}`));
    program.isSessionGood = false;
    program.isRefreshGood = false;
    await expect(call("GET", "/tickets")).rejects.toBeInstanceOf(ApiProblem);
    stop();
    expect(told).toEqual(["ended elsewhere"]);
    expect(currentAccount()).toBeNull();
    expect(wasEndedElsewhere()).toBe(true);
  });

  test("stays when the network is away", async () => {
    beginSession({ user, expires_in: 900 });
    program.isAway = true;
    await expect(call("GET", "/tickets")).rejects.toBeInstanceOf(NoAnswer);
    expect(currentAccount()).toEqual(user);
  });

  test("isn't asked for where nobody signed in", async () => {
    program.isSessionGood = false;
    await expect(call("GET", "/tickets")).rejects.toMatchObject({ status: 401, code: "not_signed_in" });
    expect(program.asked).toEqual(["/tickets"]);
  });
});
