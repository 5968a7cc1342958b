import { expect, test } from "vitest";
import { ApiProblem, NoAnswer } from "@/api/problem";
import type { QueuePlace } from "@/api/requests/queue";
import { keepPlace, keptPlace } from "./kept-place";
import { progressOf, stageOf, waitInMinutes, withNews } from "./stage-of";

const problem = (status: number, code: string) => new ApiProblem(status, code, "", [], null, {});
const place: QueuePlace = {
  status: "waiting",
  position: 120,
  ahead: 80,
  estimated_wait_s: { low: 300, high: 720 },
  remaining: 900,
  outlook: "likely",
  serving: 40,
};

test("the stage follows what the program says of the place", () => {
  expect(stageOf(undefined, null).is).toBe("looking");
  expect(stageOf(place, null).is).toBe("waiting");
  expect(stageOf({ ...place, status: "prequeue" }, null).is).toBe("prequeue");
  expect(stageOf({ ...place, status: "admitted" }, null).is).toBe("called");
  expect(stageOf({ ...place, status: "left" }, null).is).toBe("left");
  expect(stageOf({ ...place, status: "something new" }, null).is).toBe("waiting");
  expect(stageOf(undefined, problem(404, "not_in_line")).is).toBe("outside");
  expect(stageOf(undefined, problem(403, "place_not_yours")).is).toBe("outside");
  expect(stageOf(undefined, problem(409, "no_waiting_room")).is).toBe("open");
  expect(stageOf(undefined, problem(404, "not_found")).is).toBe("unknown");
  expect(stageOf(undefined, problem(410, "place_expired")).is).toBe("expired");
});

test("a server that is away takes nobody's place", () => {
  for (const error of [
    new NoAnswer("gone"),
    problem(503, "unavailable"),
    problem(500, "internal"),
    problem(429, "rate_limited"),
  ]) {
    expect(stageOf(place, error).is).toBe("waiting");
    expect(stageOf(undefined, error).is).toBe("unknown");
  }
  // A plain refusal does.
  expect(stageOf(place, problem(410, "place_expired")).is).toBe("expired");
});

test("progress goes from where one began, and never backwards past it", () => {
  expect(progressOf(100, 75)).toBe(0.25);
  expect(progressOf(100, 130)).toBe(0);
  expect(progressOf(null, 5)).toBeNull();
  expect(progressOf(null, 0)).toBe(1);
});

test("waits are rounded outward, so that they promise nothing", () => {
  expect(waitInMinutes({ low: 5, high: 30 })).toEqual({ low: 1, high: 1 });
  expect(waitInMinutes({ low: 290, high: 310 })).toEqual({ low: 4, high: 6 });
  expect(waitInMinutes({ low: 1_300, high: 1_820 })).toEqual({ low: 20, high: 35 });
});

test("pushes change one's own place, and news of the whole line don't", () => {
  expect(withNews(place, "queue", { type: "queue", serving: 60, issued: 500 })).toEqual(place);
  const moved = withNews(place, "queue", { type: "queue", status: "waiting", ahead: 60, position: 120 });
  expect(moved).toMatchObject({ ahead: 60, outlook: "likely" });
  const called = withNews(place, "admitted", { type: "admitted", pass_expires_at: "2030-01-01T00:00:00Z" });
  expect(called).toMatchObject({ status: "admitted", pass_expires_at: "2030-01-01T00:00:00Z" });
  expect(withNews(called, "queue", { status: "expired", pass_expires_at: null })).toMatchObject({
    pass_expires_at: null,
  });
  expect(withNews(undefined, "admitted", {})).toBeUndefined();
});

test("a place is kept over a reload, and nonsense in its place is none", () => {
  keepPlace(localStorage, "evt_a", { token: "t", ahead: 9 });
  expect(keptPlace(localStorage, "evt_a")).toEqual({ token: "t", ahead: 9 });
  localStorage.setItem("admit.place.evt_a", '{"token":4}');
  expect(keptPlace(localStorage, "evt_a")).toBeNull();
});
