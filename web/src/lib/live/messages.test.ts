import { expect, test } from "vitest";
import { backoffMs } from "./backoff";
import { readMessage } from "./messages";
import { unpackStates } from "./unit-states";
import { compareVersions, readVersion } from "./version";

test("a frame is read as the program writes it", () => {
  const text =
    '{"type":"seats","event_id":"evt_a","from":"1.4","version":"1.6","changes":[[3,2,1]],"sections":[["sec_a",7]]}';
  expect(readMessage(text)).toEqual({
    type: "seats",
    event_id: "evt_a",
    from: { epoch: 1, number: 4 },
    version: { epoch: 1, number: 6 },
    changes: [[3, 2, 1]],
    sections: [["sec_a", 7]],
  });
});

test("one's own news are read", () => {
  expect(readMessage('{"type":"order_paid","event_id":"evt_a","hold_id":"hld_a","order_id":"ord_a"}')).toMatchObject({
    order_id: "ord_a",
  });
  const expiring =
    '{"type":"hold_expiring","event_id":"e","hold_id":"h","expires_at":"2030-01-01T00:00:00Z","expires_in_s":120}';
  expect(readMessage(expiring)).toMatchObject({ expires_in_s: 120 });
});

test("being sent away is read", () => {
  expect(readMessage('{"type":"reconnect","after_ms":1200}')).toEqual({ type: "reconnect", after_ms: 1200 });
});

test.each([
  "",
  '{"type":"reconnect"}',
  '{"type":"reconnect","after_ms":-1}',
  "{",
  "null",
  "[]",
  '{"type":"what"}',
  '{"type":"seats","event_id":"evt_a"}',
  '{"type":"seats","event_id":"e","from":"1.1","version":"1.2","changes":[[0,1,9]],"sections":[]}',
  '{"type":"seats","event_id":"e","from":"1.1","version":"1.2","changes":[[-1,1,0]],"sections":[]}',
  '{"type":"snapshot","event_id":"e","version":"x","sections":[]}',
  '{"type":"hold_expired","event_id":"e"}',
])("%s is passed over", (text) => {
  expect(readMessage(text)).toBeNull();
});

test("versions are read from texts and tags, in one spelling", () => {
  expect(readVersion('W/"2.17"')).toEqual({ epoch: 2, number: 17 });
  for (const bad of ["", "1", "1.", "01.2", "1.2.3", "-1.2", null, undefined, "1.9999999999999999999"])
    expect(readVersion(bad)).toBeNull();
  expect(compareVersions({ epoch: 2, number: 0 }, { epoch: 1, number: 9 })).toBeGreaterThan(0);
});

test("states are unpacked two bits a unit, lowest first", () => {
  const packed = new Uint8Array(14);
  new DataView(packed.buffer).setUint32(8, 5, true);
  packed[12] = 0b11_10_01_00;
  packed[13] = 0b10;
  expect([...(unpackStates(packed.buffer) ?? [])]).toEqual([0, 1, 2, 3, 2]);
  expect(unpackStates(packed.buffer.slice(0, 13))).toBeNull();
  expect(unpackStates(new ArrayBuffer(3))).toBeNull();
});

test("waits grow, end at a quarter of a minute, and are never all the same", () => {
  expect(backoffMs(0, 0)).toBe(200);
  expect(backoffMs(3, 1)).toBe(3_200);
  expect(backoffMs(1_000, 1)).toBe(15_000);
  expect(backoffMs(4, 0.1)).not.toBe(backoffMs(4, 0.9));
});
