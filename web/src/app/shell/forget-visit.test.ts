import { expect, test } from "vitest";
import { keepChoice, keptChoice } from "@/features/seat-map/choosing/choice";
import { keepPlace, keptPlace } from "@/features/waiting-room/kept-place";
import { keptPass } from "@/lib/queue-pass";
import { forgetVisit } from "./forget-visit";

test("whoever signs out leaves no pass, no place in a line and no choice; how the page looks stays", () => {
  sessionStorage.setItem("admit.pass.evt_a", "pass");
  sessionStorage.setItem("admit.pass.evt_b", "pass");
  keepPlace(localStorage, "evt_a", { token: "token", ahead: 3 });
  keepChoice(sessionStorage, "evt_a", ["seat_a"]);
  localStorage.setItem("admit.language", "de");
  forgetVisit();
  expect([keptPass("evt_a"), keptPass("evt_b"), keptPlace(localStorage, "evt_a")]).toEqual([null, null, null]);
  expect(keptChoice(sessionStorage, "evt_a")).toEqual([]);
  expect(localStorage.getItem("admit.language")).toBe("de");
});
