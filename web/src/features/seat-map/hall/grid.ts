/** Finds seats by where they are, without looking at the others: units sorted into square cells. */
import { at, type Hall, NONE } from "./hall";

/** Cells of so many seats' width: small enough to skip much, large enough to have few. */
const PITCHES_PER_CELL = 6;
const CELLS_MAX = 1_000_000;

export class Grid {
  private readonly cell: number;
  private readonly columns: number;
  private readonly lines: number;
  private readonly left: number;
  private readonly top: number;
  /** Where each cell's units begin in `units`; one more than there are cells. */
  private readonly starts: Uint32Array;
  private readonly units: Uint32Array;

  constructor(private readonly hall: Hall) {
    let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
    for (let unit = 0; unit < hall.units; unit += 1) {
      if (hall.row[unit] === NONE) continue;
      left = Math.min(left, at(hall.x, unit));
      right = Math.max(right, at(hall.x, unit));
      top = Math.min(top, at(hall.y, unit));
      bottom = Math.max(bottom, at(hall.y, unit));
    }
    if (left > right) [left, top, right, bottom] = [0, 0, 0, 0];
    const least = Math.sqrt(((right - left + 1) * (bottom - top + 1)) / CELLS_MAX);
    this.cell = Math.max(hall.pitch * PITCHES_PER_CELL, least);
    this.left = left;
    this.top = top;
    this.columns = Math.floor((right - left) / this.cell) + 1;
    this.lines = Math.floor((bottom - top) / this.cell) + 1;
    this.starts = new Uint32Array(this.columns * this.lines + 1);
    this.units = this.sort();
  }

  /** Calls with every seat in the box, in no particular order. */
  within(left: number, top: number, right: number, bottom: number, each: (unit: number) => void): void {
    const [firstColumn, lastColumn] = [this.column(left), this.column(right)];
    const [firstLine, lastLine] = [this.line(top), this.line(bottom)];
    const { x, y } = this.hall;
    for (let line = firstLine; line <= lastLine; line += 1) {
      const from = at(this.starts, line * this.columns + firstColumn);
      const to = at(this.starts, line * this.columns + lastColumn + 1);
      for (let index = from; index < to; index += 1) {
        const unit = at(this.units, index);
        const [seatX, seatY] = [at(x, unit), at(y, unit)];
        if (seatX >= left && seatX <= right && seatY >= top && seatY <= bottom) each(unit);
      }
    }
  }

  /** The seat nearest to a point and no farther than `reach` from it, of those that `counts`; -1 if there is none. */
  nearest(x: number, y: number, reach: number, counts: (unit: number) => boolean = () => true): number {
    let [found, least] = [-1, reach];
    this.within(x - reach, y - reach, x + reach, y + reach, (unit) => {
      const away = Math.hypot(at(this.hall.x, unit) - x, at(this.hall.y, unit) - y);
      if (away <= least && counts(unit)) [found, least] = [unit, away];
    });
    return found;
  }

  private sort(): Uint32Array {
    const { hall, starts } = this;
    const cellOf = (unit: number) => this.line(at(hall.y, unit)) * this.columns + this.column(at(hall.x, unit));
    let count = 0;
    for (let unit = 0; unit < hall.units; unit += 1) {
      if (hall.row[unit] === NONE) continue;
      const next = cellOf(unit) + 1;
      starts[next] = at(starts, next) + 1;
      count += 1;
    }
    for (let cell = 1; cell < starts.length; cell += 1) starts[cell] = at(starts, cell) + at(starts, cell - 1);
    const filled = starts.slice();
    const sorted = new Uint32Array(count);
    for (let unit = 0; unit < hall.units; unit += 1) {
      if (hall.row[unit] === NONE) continue;
      const cell = cellOf(unit);
      const place = at(filled, cell);
      sorted[place] = unit;
      filled[cell] = place + 1;
    }
    return sorted;
  }

  private column(x: number): number {
    return Math.min(this.columns - 1, Math.max(0, Math.floor((x - this.left) / this.cell)));
  }

  private line(y: number): number {
    return Math.min(this.lines - 1, Math.max(0, Math.floor((y - this.top) / this.cell)));
  }
}
