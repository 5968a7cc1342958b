import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { call } from "./call";
import { ApiProblem, NoAnswer } from "./problem";
import {
  beginSession,
  currentAccount,
  endedBy,
  endSession,
  leaveSession,
  onSessionChange,
  wasEndedElsewhere,
} from "./session";

const user = { id: "usr_1", email: "fan@example.com", name: "Fan", role: "buyer", verified: true } as const;

/** A program that knows a session of so many seconds, and notes what it is asked. */
class Program {
  asked: string[] = [];
  isSessionGood = true;
  isRefreshGood = true;
  isAway = false;
  /** What refuses a renewal. */
  refusal = "bad_token";
  /** Renewals whose answers get lost, though the program carries them out. */
  losesRenewals = false;
  /** What lets renewals go on that wait for an answer; none waits where there is nothing here. */
  stalled: (() => void)[] | null = null;

  answer = async (request: Request | string): Promise<Response> => {
    const path = new URL(request instanceof Request ? request.url : request, location.href).pathname.slice(
      "/api/v1".length,
    );
    this.asked.push(path);
    if (this.isAway) throw new TypeError("no network");
    if (path === "/auth/refresh") {
      if (this.stalled) await new Promise<void>((resolve) => this.stalled?.push(resolve));
      if (this.losesRenewals) throw new TypeError("the connection broke");
      if (!this.isRefreshGood) return this.refuse(401, this.refusal);
      this.isSessionGood = true;
      return Response.json({ user, expires_in: 900 });
    }
    return this.isSessionGood ? Response.json({ items: [] }) : this.refuse(401, "not_signed_in");
  };

  private refuse(status: number, code: string): Response {
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
    await leaveSession(async () => {
      // Another window of this browser, with a memory of its own.
      vi.resetModules();
      (await import("./session")).endSession("elsewhere");
    });
    expect([currentAccount(), wasEndedElsewhere()]).toEqual([null, false]);

    beginSession({ user, expires_in: 900 });
    await expect(leaveSession(() => Promise.reject(new NoAnswer("lost")))).rejects.toThrow(NoAnswer);
    expect(currentAccount()).not.toBeNull();
    endSession("elsewhere");
    expect(wasEndedElsewhere()).toBe(true);
  });

  test("that is renewed while somebody signs out is ended here all the same", async () => {
    vi.useFakeTimers();
    beginSession({ user, expires_in: 900 });
    vi.advanceTimersByTime(880_000);
    const told: string[] = [];
    const stop = onSessionChange(({ kind, cause }) => told.push(`${kind} ${cause}`));
    await leaveSession(async () => {
      await call("POST", "/auth/logout");
      endSession("elsewhere");
    });
    stop();
    expect(program.asked).toEqual(["/auth/refresh", "/auth/logout"]);
    expect(told).toEqual(["ended here"]);
  });

  test("that a closed window was signing out of ends elsewhere again after a minute", () => {
    vi.useFakeTimers();
    beginSession({ user, expires_in: 900 });
    leaveSession(() => new Promise(() => undefined));
    vi.advanceTimersByTime(61_000);
    endSession("elsewhere");
    expect(wasEndedElsewhere()).toBe(true);
  });

  test("that was signed out of is not brought back by a renewal that comes late", async () => {
    vi.useFakeTimers();
    beginSession({ user, expires_in: 900 });
    vi.advanceTimersByTime(880_000);
    program.stalled = [];
    const asking = call("GET", "/tickets");
    await vi.waitFor(() => expect(program.stalled).toHaveLength(1));
    endSession("here");
    for (const goOn of program.stalled) goOn();
    await asking;
    expect(currentAccount()).toBeNull();
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

  /** A renewal whose answer got lost, and the next, which the program takes for a theft. */
  async function loseARenewal(): Promise<void> {
    beginSession({ user, expires_in: 900 });
    program.isSessionGood = false;
    program.losesRenewals = true;
    await expect(call("GET", "/tickets")).rejects.toBeInstanceOf(NoAnswer);
    expect(currentAccount()).toEqual(user);
    program.losesRenewals = false;
    program.isRefreshGood = false;
  }

  test("that ended because an answer got lost is told apart from one that somebody ended", async () => {
    const told: string[] = [];
    const stop = onSessionChange(({ kind, cause }) => kind === "ended" && told.push(cause));
    await loseARenewal();
    program.refusal = "token_reused";
    await expect(call("GET", "/tickets")).rejects.toBeInstanceOf(ApiProblem);
    expect(endedBy()).toBe("lost");
    await loseARenewal();
    program.refusal = "bad_token";
    await expect(call("GET", "/tickets")).rejects.toBeInstanceOf(ApiProblem);
    expect(endedBy()).toBe("elsewhere");
    stop();
    expect(told).toEqual(["lost", "elsewhere"]);
  });

  test("whose token somebody else used, with no answer lost, was ended elsewhere", async () => {
    beginSession({ user, expires_in: 900 });
    program.isSessionGood = false;
    program.isRefreshGood = false;
    program.refusal = "token_reused";
    await expect(call("GET", "/tickets")).rejects.toBeInstanceOf(ApiProblem);
    expect(endedBy()).toBe("elsewhere");
  });

  test("that somebody here ended says so, whatever got lost before", async () => {
    await loseARenewal();
    endSession("here");
    expect(endedBy()).toBeNull();
  });

  test("whose renewal takes long holds no call up for ever, and is sent only once", async () => {
    vi.useFakeTimers();
    beginSession({ user, expires_in: 900 });
    vi.advanceTimersByTime(880_000);
    program.stalled = [];
    const asked = Promise.all([call("GET", "/tickets"), call("GET", "/checkout/orders")]);
    await vi.advanceTimersByTimeAsync(15_000);
    await expect(asked).resolves.toHaveLength(2);
    const later = call("GET", "/tickets");
    await vi.advanceTimersByTimeAsync(15_000);
    await later;
    expect(program.asked.filter((path) => path === "/auth/refresh")).toHaveLength(1);
    // Late as it is, it saves the session.
    for (const goOn of program.stalled) goOn();
    await vi.advanceTimersByTimeAsync(0);
    program.stalled = null;
    await call("GET", "/tickets");
    expect(program.asked.filter((path) => path === "/auth/refresh")).toHaveLength(1);
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
