/**
 * What every unit of an event is at one version: fetched once, then kept by frames alone. Frames say what units are, not what
 * happened, so one may be applied from anywhere within it.
 */
import type { SeatsFrame } from "./messages";
import { compareVersions, type Version } from "./version";

export const AVAILABLE = 0;
export const HELD = 1;
export const SOLD = 2;
export const BLOCKED = 3;

const HEADER_BYTES = 12;

export interface FetchedStates {
  version: Version;
  states: Uint8Array;
}

/** Unpacks `/seats/{event}/state`: u64 version, u32 count, two bits a unit. Null if it isn't that. */
export function unpackStates(packed: ArrayBuffer): Uint8Array | null {
  if (packed.byteLength < HEADER_BYTES) return null;
  const count = new DataView(packed).getUint32(8, true);
  const bytes = new Uint8Array(packed, HEADER_BYTES);
  if (bytes.length !== Math.ceil(count / 4)) return null;
  const states = new Uint8Array(count);
  for (let unit = 0; unit < count; unit += 1) states[unit] = ((bytes[unit >> 2] ?? 0) >> (2 * (unit & 3))) & 3;
  return states;
}

export type Applied = "applied" | "known" | "gap" | "misfit";

export class UnitStates {
  version: Version;
  readonly states: Uint8Array;

  constructor({ version, states }: FetchedStates) {
    this.version = version;
    this.states = states;
  }

  /** Takes a frame in; `changed` is told of each unit that is something else now. */
  apply(frame: SeatsFrame, changed: (unit: number, before: number, now: number) => void): Applied {
    if (compareVersions(frame.version, this.version) <= 0) return "known";
    if (compareVersions(frame.from, this.version) > 0) return "gap";
    if (frame.changes.some(([first, count]) => first + count > this.states.length)) return "misfit";
    for (const [first, count, state] of frame.changes) {
      for (let unit = first; unit < first + count; unit += 1) {
        const before = this.states[unit] ?? BLOCKED;
        if (before === state) continue;
        this.states[unit] = state;
        changed(unit, before, state);
      }
    }
    this.version = frame.version;
    return "applied";
  }

  /** Takes newly fetched states in place of what there was. False if they are of another plan, or older. */
  replace(fetched: FetchedStates, changed: (unit: number, before: number, now: number) => void): boolean {
    if (fetched.states.length !== this.states.length || compareVersions(fetched.version, this.version) < 0)
      return false;
    for (let unit = 0; unit < this.states.length; unit += 1) {
      const [before, now] = [this.states[unit] ?? BLOCKED, fetched.states[unit] ?? BLOCKED];
      if (before !== now) {
        this.states[unit] = now;
        changed(unit, before, now);
      }
    }
    this.version = fetched.version;
    return true;
  }
}
