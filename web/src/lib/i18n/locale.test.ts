import { expect, test } from "vitest";
import { pickLocale } from "./locale";
import { plural } from "./plural";

test.each([
  [null, ["de-AT", "en-US"], { language: "de", tag: "de-AT" }],
  [null, ["fr-FR", "en-GB"], { language: "en", tag: "en-GB" }],
  [null, ["fr-FR"], { language: "en", tag: "en-US" }],
  [null, [], { language: "en", tag: "en-US" }],
  ["de", ["en-US"], { language: "de", tag: "de-DE" }],
  ["en", ["de-DE", "en-IN"], { language: "en", tag: "en-IN" }],
  ["xx", ["de"], { language: "de", tag: "de-DE" }],
] as const)("chosen %s, preferred %j: %o", (chosen, preferred, locale) => {
  expect(pickLocale(chosen, preferred)).toEqual(locale);
});

test("counts take their form", () => {
  const forms = { one: "ticket", other: "tickets" };
  expect([0, 1, 2].map((count) => plural("en", count, forms))).toEqual(["tickets", "ticket", "tickets"]);
});
