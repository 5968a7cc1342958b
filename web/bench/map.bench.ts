/**
 * The map of the 80,000-seat stadium in a real browser against the real program: how soon it is painted, and how evenly it moves with
 * at least 20,000 seats in view while they change. Without a graphics card everything is drawn by the processor that also runs the
 * program and this; see the numbers so.
 */
import { cpus, loadavg } from "node:os";
import { setTimeout } from "node:timers/promises";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Bounds, type Camera, fitAll, seen, zoomAt } from "@/features/seat-map/view/camera";
import { wheelFactor } from "@/features/seat-map/view/gestures";
import { launchBrowser, newPerson } from "../e2e/harness/browser";
import { openMap, Rival } from "../e2e/harness/seats";
import { startServer, type TestServer } from "../e2e/harness/server";

const RUNS = 5;
const SEATS_IN_VIEW_MIN = 20_000;
const PANNING_MS = 6_000;
const RIVALS = 4;
const HOLD_EVERY_MS = 80;
/** As often as a mouse tells where it is; more would measure this program, and not the page. */
const MOVE_EVERY_MS = 12;
const SEATS_PER_HOLD = 8;
const WHEEL_TURN = -30;

interface Plan {
  width: number;
  height: number;
  sections: { rows: { seats: { id: string; x: number; y: number }[] }[] }[];
}

let server: TestServer;
let browser: Browser;
let stadium: string;
let plan: Plan;

beforeAll(async () => {
  [server, browser] = await Promise.all([startServer({ ADMIT_PURCHASE_LIMITS: "off" }), launchBrowser()]);
  const found = (await (await fetch(`${server.url}/api/v1/events?q=Taylor+Swift`)).json()) as {
    items: { id: string }[];
  };
  stadium = found.items[0]?.id ?? "";
  plan = (await (await fetch(`${server.url}/api/v1/seats/${stadium}/map`)).json()) as Plan;
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

const report = (line: string) => process.stdout.write(`${line}\n`);

test("first paint", async () => {
  const times: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const { page, context } = await newPerson(browser, { baseURL: server.url });
    await openMap(page, stadium);
    times.push(await paintedAt(page));
    await context.close();
  }
  times.sort((a, b) => a - b);
  report(`${cpus().length} processors, load ${loadavg()[0]?.toFixed(1)}, no graphics card`);
  report(
    `first paint of 80,000 seats, from navigation, empty cache: ${times.map((ms) => ms.toFixed(0)).join(", ")} ms`,
  );
  expect(times.length).toBe(RUNS);
});

test("panning while seats change", async () => {
  const { page, context } = await newPerson(browser, { baseURL: server.url });
  const map = await openMap(page, stadium);
  const box = await map.boundingBox();
  if (!box) throw new Error("the map is on the screen");
  const screen = { width: box.width, height: box.height };
  const bounds: Bounds = { width: plan.width, height: plan.height, pitch: 25 };
  const camera = await zoomIn(page, bounds, screen, box);
  const visible = seatsSeen(camera, screen);
  expect(visible.length).toBeGreaterThanOrEqual(SEATS_IN_VIEW_MIN);

  let changed = 0;
  const stop = { now: false };
  const rivals = Array.from({ length: RIVALS }, async (_, index) => {
    const rival = await Rival.enter(server.url);
    for (let turn = index; !stop.now; turn += RIVALS) {
      const seats = Array.from(
        { length: SEATS_PER_HOLD },
        (_, step) => visible[(turn * 131 + step * 977) % visible.length],
      );
      const ids = seats.flatMap((id) => (id ? [{ id, row: "", number: "" }] : []));
      const hold = await rival.hold(stadium, ids).catch(() => null);
      if (!hold) continue;
      await setTimeout(HOLD_EVERY_MS);
      await rival.letGo(stadium, hold);
      await setTimeout(HOLD_EVERY_MS);
      changed += SEATS_PER_HOLD * 2;
    }
  });
  const blank = await newPerson(browser, { baseURL: server.url });
  const empty = await frames(blank.page, () => setTimeout(1_500));
  await blank.context.close();
  const still = await frames(page, () => setTimeout(1_500));
  const moving = await frames(page, () => drag(page, box));
  stop.now = true;
  await Promise.all(rivals);
  await context.close();
  report(
    `${visible.length.toLocaleString("en")} seats in view, about ${Math.round(changed / (PANNING_MS / 1_000 + 1.5))} changes a second, ${screen.width} × ${screen.height} px`,
  );
  report(`frames of an empty page: ${describe(empty)}`);
  report(`frames at rest:   ${describe(still)}`);
  report(`frames panning:   ${describe(moving)}`);
});

function paintedAt(page: Page): Promise<number> {
  return page.evaluate(() => performance.getEntriesByName("admit:map-first-paint")[0]?.startTime ?? Number.NaN);
}

/** Zooms towards a stand until no more than needed is in view; the camera is computed as the map computes it. */
async function zoomIn(
  page: Page,
  bounds: Bounds,
  screen: { width: number; height: number },
  box: { x: number; y: number },
) {
  const [px, py] = [screen.width * 0.24, screen.height * 0.3];
  await page.mouse.move(box.x + px, box.y + py);
  let camera = fitAll(bounds, screen);
  const factor = wheelFactor({ deltaY: WHEEL_TURN, deltaMode: 0, ctrlKey: false });
  for (;;) {
    const next = zoomAt(camera, factor, px, py, bounds, screen);
    if (seatsSeen(next, screen).length < SEATS_IN_VIEW_MIN * 1.15) return camera;
    await page.mouse.wheel(0, WHEEL_TURN);
    await setTimeout(40);
    camera = next;
  }
}

function seatsSeen(camera: Camera, screen: { width: number; height: number }): string[] {
  const { left, top, right, bottom } = seen(camera, screen);
  const all = plan.sections.flatMap((section) => section.rows.flatMap((row) => row.seats));
  return all.filter(({ x, y }) => x >= left && x <= right && y >= top && y <= bottom).map(({ id }) => id);
}

/** Back and forth with the mouse held, as fast as a hand moves. */
async function drag(page: Page, box: { x: number; y: number; width: number; height: number }): Promise<void> {
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  const begun = Date.now();
  while (Date.now() - begun < PANNING_MS) {
    const turn = ((Date.now() - begun) / 1_500) * 2 * Math.PI;
    await page.mouse.move(x + Math.sin(turn) * 160, y + Math.sin(turn * 0.7) * 110);
    await setTimeout(MOVE_EVERY_MS);
  }
  await page.mouse.up();
}

/** The times between the browser's frames while something is done. */
async function frames(page: Page, act: () => Promise<void>): Promise<number[]> {
  await page.evaluate(() => {
    const times: number[] = [];
    Object.assign(window, { frameTimes: times });
    let last = performance.now();
    const next = (now: number) => {
      times.push(now - last);
      last = now;
      if ("frameTimes" in window) requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
  });
  await act();
  return page.evaluate(() => {
    const holder = window as unknown as { frameTimes?: number[] };
    const times = holder.frameTimes ?? [];
    delete holder.frameTimes;
    return times.slice(1);
  });
}

function describe(times: number[]): string {
  const sorted = [...times].sort((a, b) => a - b);
  const part = (share: number) => (sorted[Math.floor((sorted.length - 1) * share)] ?? 0).toFixed(1);
  const total = times.reduce((sum, time) => sum + time, 0);
  const late = times.filter((time) => time > 25).length;
  const rate = ((times.length / total) * 1_000).toFixed(1);
  return `${rate} a second, median ${part(0.5)}, p95 ${part(0.95)}, p99 ${part(0.99)}, longest ${part(1)} ms; ${late} of ${times.length} later than 25 ms`;
}
