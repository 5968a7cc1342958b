import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { freshElseKept, isThePage } from "./patience";

const kept = async () => new Response("kept");
const nothing = async () => undefined;
const text = async (response: Promise<Response>) => (await response).text();

describe("what was kept stands in for the network", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test("not where an answer comes in time", async () => {
    expect(await text(freshElseKept(Promise.resolve(new Response("fresh")), kept))).toBe("fresh");
    const gone = freshElseKept(Promise.resolve(new Response("gone", { status: 404 })), kept);
    expect(await text(gone)).toBe("gone");
  });

  test("where none comes, after a moment and not before", async () => {
    const shown = vi.fn();
    const asked = freshElseKept(new Promise(() => {}), kept).then(shown);
    await vi.advanceTimersByTimeAsync(2_900);
    expect(shown).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(200);
    await asked;
    expect(shown).toHaveBeenCalledOnce();
  });

  test.each([500, 502, 503, 504])("where somebody between answers %i", async (status) => {
    expect(await text(freshElseKept(Promise.resolve(new Response("fault", { status })), kept))).toBe("kept");
  });

  test("where there is no network, or the answer is one of those that were named", async () => {
    expect(await text(freshElseKept(Promise.reject(new TypeError("no network")), kept))).toBe("kept");
    expect(await text(freshElseKept(Promise.resolve(new Response("who?", { status: 401 })), kept, [401]))).toBe("kept");
  });

  test("but where nothing was kept, the answer is waited for, whatever it is", async () => {
    const late = new Promise<Response>((resolve) => setTimeout(() => resolve(new Response("late")), 9_000));
    const shown = text(freshElseKept(late, nothing));
    await vi.advanceTimersByTimeAsync(9_000);
    expect(await shown).toBe("late");
    expect((await freshElseKept(Promise.resolve(new Response("", { status: 503 })), nothing)).status).toBe(503);
    await expect(freshElseKept(Promise.reject(new TypeError("no network")), nothing)).rejects.toThrow("no network");
  });
});

test("only the page itself is kept as the page", () => {
  const of = (type: string, status = 200) => new Response("", { status, headers: { "content-type": type } });
  expect(isThePage(of("text/html; charset=utf-8"))).toBe(true);
  expect(isThePage(of("application/json"))).toBe(false);
  expect(isThePage(of("image/svg+xml"))).toBe(false);
  expect(isThePage(of("text/html", 404))).toBe(false);
  expect(isThePage(new Response(""))).toBe(false);
  expect(isThePage(Object.defineProperty(of("text/html"), "redirected", { value: true }))).toBe(false);
});
