/** One program and one browser for a file of tests, and people who are checked when they leave: a page that threw an error fails. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { launchBrowser, newPerson, type Person, type Size, type Theme } from "./browser";
import { startServer, type TestServer } from "./server";

export interface Stage {
  server: () => TestServer;
  enter: (options?: { size?: Size; theme?: Theme; locale?: string }) => Promise<Person>;
}

const PICTURES = fileURLToPath(new URL("../.failed", import.meta.url));

/** What everybody saw when a test failed. */
async function keepPictures(test: string, people: Person[]): Promise<void> {
  await mkdir(PICTURES, { recursive: true });
  const name = test.replaceAll(/\W+/g, "-").slice(0, 60);
  const take = ({ page }: Person, index: number) =>
    page.screenshot({ path: join(PICTURES, `${name}-${index}.png`), timeout: 10_000 }).catch(() => undefined);
  await Promise.all(people.map(take));
}

export function openStage(settings: Record<string, string> = {}): Stage {
  let server: TestServer;
  let browser: Browser;
  let people: Person[] = [];
  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer(settings), launchBrowser()]);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === "fail") await keepPictures(task.name, people);
    const faults = people.flatMap((person) => person.faults);
    await Promise.all(people.map((person) => person.context.close()));
    people = [];
    expect(faults).toEqual([]);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });
  return {
    server: () => server,
    enter: async (options = {}) => {
      const person = await newPerson(browser, { baseURL: server.url, ...options });
      people.push(person);
      return person;
    },
  };
}
