import { expect, test } from "vitest";
import { readProblem } from "./problem";

test("a problem document is read with what its code adds", async () => {
  const body = { code: "seats_taken", status: 409, detail: "gone", taken_seats: ["seat_1"] };
  const problem = await readProblem(Response.json(body, { status: 409 }));
  expect([problem.status, problem.code, problem.detail]).toEqual([409, "seats_taken", "gone"]);
  expect(problem.extra["taken_seats"]).toEqual(["seat_1"]);
  expect(problem.isPassing).toBe(false);
});

test("fields are read, and what isn't a field is left out", async () => {
  const errors = [{ field: "email", message: "is missing" }, "nonsense"];
  const problem = await readProblem(Response.json({ code: "invalid", errors }, { status: 422 }));
  expect(problem.fields).toEqual([{ field: "email", message: "is missing" }]);
});

test.each([
  [429, "rate_limited", true],
  [404, "not_found", false],
  [502, "unavailable", true],
  [500, "internal", false],
])("an answer of %i that isn't a document is %s", async (status, code, isPassing) => {
  const problem = await readProblem(new Response("<html>", { status, headers: { "retry-after": "3" } }));
  expect([problem.code, problem.isPassing, problem.retryAfterS]).toEqual([code, isPassing, 3]);
});
