/**
 * Brings fetched states and frames together, whichever comes first, is late, missing or told twice. It does no I/O: it says when
 * the states have to be fetched, and is told what came of that.
 */
import type { SeatsFrame, Snapshot } from "./messages";
import { type FetchedStates, UnitStates } from "./unit-states";
import { compareVersions, type Version } from "./version";

/** Frames that are kept while the states are on their way; of more, the states would be fetched again anyway. */
const WAITING_FRAMES_MAX = 64;

/** What the caller has to do next. */
export type Need = "nothing" | "fetch";

export interface UnitChange {
  unit: number;
  before: number;
  now: number;
}

export class Merge {
  units: UnitStates | null = null;
  private isFetching = false;
  private waiting: SeatsFrame[] = [];
  /** The newest version that anybody spoke of: what is fetched must not be older. */
  private newest: Version | null = null;
  private changes: UnitChange[] = [];

  get version(): Version | null {
    return this.units?.version ?? null;
  }

  /** Whether the states are those of the newest version that was heard of. */
  get isCurrent(): boolean {
    return this.units !== null && (this.newest === null || compareVersions(this.units.version, this.newest) >= 0);
  }

  /** What changed since it was last asked. */
  takeChanges(): UnitChange[] {
    const taken = this.changes;
    this.changes = [];
    return taken;
  }

  begin(): Need {
    return this.fetch();
  }

  snapshot(message: Snapshot): Need {
    // A restored backup may be behind what was known: the epoch alone says which is newer.
    this.newest = message.version;
    if (this.units && compareVersions(this.units.version, message.version) === 0) return "nothing";
    return this.fetch();
  }

  frame(frame: SeatsFrame): Need {
    this.hearOf(frame.version);
    if (this.isFetching || !this.units) {
      if (this.waiting.length === WAITING_FRAMES_MAX) this.waiting.shift();
      this.waiting.push(frame);
      return this.units ? this.applied(frame) : this.fetch();
    }
    return this.applied(frame);
  }

  /** The server can't tell what was missed. */
  resync(): Need {
    return this.fetch();
  }

  fetched(fetched: FetchedStates): Need {
    this.isFetching = false;
    const note = (unit: number, before: number, now: number) => this.changes.push({ unit, before, now });
    if (!this.units || this.units.states.length !== fetched.states.length) this.units = new UnitStates(fetched);
    else this.units.replace(fetched, note);
    const waiting = this.waiting;
    this.waiting = [];
    for (const frame of waiting) this.units.apply(frame, note);
    // A cache on the way may have answered with what it had.
    return this.isCurrent ? "nothing" : this.fetch();
  }

  /** The states couldn't be fetched; whoever asks again does so after a while. */
  failed(): void {
    this.isFetching = false;
  }

  private applied(frame: SeatsFrame): Need {
    const note = (unit: number, before: number, now: number) => this.changes.push({ unit, before, now });
    const outcome = this.units?.apply(frame, note);
    return outcome === "gap" || outcome === "misfit" ? this.fetch() : "nothing";
  }

  private hearOf(version: Version): void {
    if (!this.newest || compareVersions(version, this.newest) > 0) this.newest = version;
  }

  private fetch(): Need {
    if (this.isFetching) return "nothing";
    this.isFetching = true;
    return "fetch";
  }
}
