import { QueryObserver } from "@tanstack/react-query";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { makeQueryClient } from "../query-client";
import { eventQuery } from "./get-event";

/** A program that opens the sale when it sees fit, and notes how it is asked. */
let status: string;
let asked: Request[];
const onSaleAt = Date.parse("2030-05-01T10:00:00Z");

beforeEach(() => {
  vi.useFakeTimers();
  [status, asked] = ["scheduled", []];
  vi.stubGlobal("fetch", async (request: Request) => {
    asked.push(request);
    const [on_sale_at, off_sale_at] = [new Date(onSaleAt), new Date(onSaleAt + 3600_000)];
    return Response.json({ id: "evt_1", status, on_sale_at, off_sale_at });
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function look() {
  const observer = new QueryObserver(makeQueryClient(), eventQuery("evt_1"));
  const stop = observer.subscribe(() => {});
  return { status: () => observer.getCurrentResult().data?.status, stop };
}

test("a sale whose time has come is asked for until it has begun, and then seldom", async () => {
  vi.setSystemTime(onSaleAt - 60_000);
  const shown = look();
  await vi.advanceTimersByTimeAsync(50_000);
  expect(asked).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(shown.status()).toBe("scheduled");
  expect(asked.length).toBeGreaterThan(3);
  status = "on_sale";
  await vi.advanceTimersByTimeAsync(2_000);
  expect(shown.status()).toBe("on_sale");
  const before = asked.length;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(asked.length - before).toBeLessThanOrEqual(2);
  shown.stop();
});

test("a paused sale is asked for every half minute or sooner, until it goes on", async () => {
  vi.setSystemTime(onSaleAt + 60_000);
  status = "off_sale";
  const shown = look();
  await vi.advanceTimersByTimeAsync(0);
  expect(shown.status()).toBe("off_sale");
  status = "on_sale";
  await vi.advanceTimersByTimeAsync(30_000);
  expect(shown.status()).toBe("on_sale");
  shown.stop();
});

test("a copy that the browser kept is never shown without asking", async () => {
  const shown = look();
  await vi.advanceTimersByTimeAsync(0);
  expect(asked.map(({ cache }) => cache)).toEqual(["no-cache"]);
  shown.stop();
});
