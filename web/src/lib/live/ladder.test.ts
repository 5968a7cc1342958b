import { expect, test } from "vitest";
import { AT_REST, type Deed, type Happening, type Ladder, step } from "./ladder";

function after(...happenings: Happening[]): { ladder: Ladder; deeds: Deed[] } {
  let ladder = AT_REST;
  let deeds: Deed[] = [];
  for (const happening of happenings) [ladder, deeds] = step(ladder, happening, 0.5);
  return { ladder, deeds };
}

const wanted: Happening = { type: "wanted" };
const opened: Happening = { type: "opened" };
const heard: Happening = { type: "heard" };
const waitOver: Happening = { type: "wait_over" };
const down: Happening = { type: "lost", reachable: false };
const blocked: Happening = { type: "lost", reachable: true };

test("a socket comes first, and once only", () => {
  expect(after(wanted).deeds).toContainEqual({ do: "open", way: "socket" });
  expect(after(wanted, wanted).deeds).toEqual([]);
});

test("while the server is down, it is tried again ever more slowly, and on the same way", () => {
  let ladder = after(wanted).ladder;
  const waits: number[] = [];
  for (let round = 0; round < 12; round += 1) {
    const [lost, deeds] = step(ladder, down, 0.5);
    waits.push(...deeds.flatMap((deed) => (deed.do === "wait" ? deed.ms : [])));
    [ladder] = step(lost, waitOver, 0.5);
    expect(ladder.way).toBe("socket");
  }
  expect(waits.length).toBe(12);
  expect(waits[3]).toBeGreaterThan(waits[0] ?? 0);
  expect(Math.max(...waits)).toBeLessThanOrEqual(15_000);
});

test("sockets that a proxy blocks give way to a stream, and streams to asking", () => {
  const socket = [blocked, waitOver, blocked, waitOver, blocked];
  expect(after(wanted, ...socket).ladder.way).toBe("stream");
  expect(after(wanted, ...socket, ...socket).ladder.way).toBe("polling");
  expect(after(wanted, ...socket, ...socket).deeds).toContainEqual({ do: "open", way: "polling" });
});

test("a connection that was good and ended says nothing against its kind", () => {
  const good = [opened, heard, blocked, waitOver];
  expect(after(wanted, ...good, ...good, ...good, ...good).ladder).toMatchObject({ way: "socket", blocked: 0 });
});

test("from a lower way it looks up, and falls back at once if that is still blocked", () => {
  const onStream = [wanted, blocked, waitOver, blocked, waitOver, blocked, opened, heard];
  expect(after(...onStream, { type: "look_up" }).deeds).toContainEqual({ do: "open", way: "socket" });
  expect(after(...onStream, { type: "look_up" }, blocked).ladder.way).toBe("stream");
});

test("offline nothing is tried; online again it is at once", () => {
  const off = after(wanted, opened, { type: "offline" });
  expect(off.deeds).toEqual([{ do: "close" }]);
  expect(after(wanted, { type: "offline" }, waitOver).deeds).toEqual([]);
  expect(after(wanted, { type: "offline" }, { type: "renew" }).deeds).toEqual([{ do: "close" }]);
  expect(after(wanted, { type: "offline" }, { type: "online" }).deeds).toContainEqual({ do: "open", way: "socket" });
});

test("what nobody wants is closed and not tried again", () => {
  const { ladder, deeds } = after(wanted, opened, { type: "unwanted" });
  expect(deeds).toEqual([{ do: "close" }]);
  expect(step(ladder, down, 0.5)[1]).toEqual([]);
});

test("a reader who comes back waits for nothing", () => {
  const { deeds } = after(wanted, down, { type: "renew" });
  expect(deeds).toContainEqual({ do: "open", way: "socket" });
});

test("who is sent away waits as long as they were told, and comes back the same way", () => {
  const sentAway: Happening = { type: "sent_away", ms: 7_300 };
  const { ladder, deeds } = after(wanted, opened, heard, sentAway);
  expect(deeds).toEqual([{ do: "close" }, { do: "wait", ms: 7_300 }]);
  // The end that follows neither shortens nor lengthens the wait.
  expect(step(ladder, blocked, 0.5)[1]).toEqual([]);
  expect(step(ladder, waitOver, 0.5)[1]).toContainEqual({ do: "open", way: "socket" });
});

test("nobody is sent away for ever", () => {
  const { deeds } = after(wanted, opened, { type: "sent_away", ms: Number.MAX_SAFE_INTEGER });
  expect(deeds).toContainEqual({ do: "wait", ms: 60_000 });
});
