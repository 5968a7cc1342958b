import { beforeEach, describe, expect, test, vi } from "vitest";
import { ApiProblem } from "@/api/problem";
import { keptPass } from "@/lib/queue-pass";
import { isUnanswered, reserveWithPass } from "./use-claim";

const problem = (status: number, code: string) => new ApiProblem(status, code, "", [], null, {});

test.each([
  ["offline", true],
  [problem(500, "internal"), true],
  [problem(502, "unavailable"), true],
  [problem(503, "busy"), true],
  [problem(409, "request_in_progress"), true],
  [problem(409, "seats_taken"), false],
  [problem(403, "waiting_room_required"), false],
  [problem(429, "rate_limited"), false],
] as const)("%s leaves open whether the claim was carried out: %s", (failure, isOpen) => {
  expect(isUnanswered(failure)).toBe(isOpen);
});

describe("a pass that isn't good any more", () => {
  const shown: (string | null)[] = [];
  const answerWith = (answers: [status: number, body: unknown][]) =>
    vi.stubGlobal("fetch", async (request: Request) => {
      shown.push(request.headers.get("x-queue-pass"));
      const [status, body] = answers.shift() ?? [500, {}];
      return Response.json(body, { status });
    });
  const reserve = () => reserveWithPass("evt_1", { seats: ["seat_1"] }, "key-1");

  beforeEach(() => {
    shown.length = 0;
    sessionStorage.clear();
  });

  test.each(["pass_invalid", "pass_not_yours", "pass_expired"])("(%s) gives way to the account's own", async (code) => {
    sessionStorage.setItem("admit.pass.evt_1", "old");
    answerWith([
      [403, { code }],
      [201, { hold: { id: "hld_1" } }],
    ]);
    expect(await reserve()).toEqual({ id: "hld_1" });
    expect(shown).toEqual(["old", null]);
    expect(keptPass("evt_1")).toBeNull();
  });

  test("is tried without once, and not at all where none was shown", async () => {
    sessionStorage.setItem("admit.pass.evt_1", "old");
    answerWith([
      [410, { code: "pass_expired" }],
      [403, { code: "waiting_room_required" }],
    ]);
    await expect(reserve()).rejects.toMatchObject({ code: "waiting_room_required" });
    answerWith([[403, { code: "waiting_room_required" }]]);
    await expect(reserve()).rejects.toMatchObject({ code: "waiting_room_required" });
    expect(shown).toEqual(["old", null, null]);
  });

  test("is kept where the places are the matter", async () => {
    sessionStorage.setItem("admit.pass.evt_1", "good");
    answerWith([[409, { code: "seats_taken" }]]);
    await expect(reserve()).rejects.toMatchObject({ code: "seats_taken" });
    expect(keptPass("evt_1")).toBe("good");
  });
});
