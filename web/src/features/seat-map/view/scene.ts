/** Everything that the map shows, apart from where the reader looks: the hall, how each unit looks, and the colours. */
import type { UnitChange } from "@/lib/live/merge";
import { AVAILABLE } from "@/lib/live/unit-states";
import { Grid } from "../hall/grid";
import { at, type Hall, NONE } from "../hall/hall";
import { area, type Box, boxOf, contains, type Outline, outlineOf, polygonOf } from "../hall/outline";
import { lookOf, type Marks } from "./looks";
import type { Palette } from "./palette";

export interface SceneSection {
  outline: Outline;
  path: Path2D;
  /** The tier that sells most of it. */
  tier: number;
  available: number;
  /** How wide and high what stands in it may be: slanted sections have less room than the box around them. */
  room: { width: number; height: number };
}

export interface SceneDecoration {
  path: Path2D;
  box: Box;
  color: string | null;
  borderColor: string | null;
  text: { text: string; x: number; y: number; size: number; color: string | null } | null;
}

const TEXT_SIZE = 24;

export class Scene {
  readonly grid: Grid;
  readonly looks: Uint16Array;
  readonly sections: SceneSection[];
  readonly decorations: SceneDecoration[];
  marks: Marks = { chosen: new Set(), yours: new Set(), wanted: null };
  /** The feed's own array: what a unit is now stands in it before its change is told. */
  private readonly states: Uint8Array;

  constructor(
    readonly hall: Hall,
    public palette: Palette,
    states: Uint8Array,
  ) {
    this.grid = new Grid(hall);
    this.states = states;
    this.looks = new Uint16Array(hall.units);
    this.sections = hall.sections.map((section) => {
      const outline = outlineOf(hall, section);
      return {
        outline,
        path: pathOf(outline.points),
        tier: mainTier(hall, section.first, section.count),
        available: 0,
        room: roomIn(outline),
      };
    });
    this.decorations = this.decorate();
    this.readAll();
  }

  /** Reads all states anew; afterwards changes are enough. */
  private readAll(): void {
    const { states } = this;
    for (const [index, section] of this.hall.sections.entries()) {
      let available = 0;
      for (let unit = section.first; unit < section.first + section.count; unit += 1)
        if (states[unit] === AVAILABLE) available += 1;
      const scene = this.sections[index];
      if (scene) scene.available = available;
    }
    this.lookAgain();
  }

  /** The units among the changes that look different now. */
  change(changes: readonly UnitChange[]): number[] {
    const different: number[] = [];
    for (const { unit, before, now } of changes) {
      const section = this.sections[at(this.hall.section, unit)];
      if (section) section.available += Number(now === AVAILABLE) - Number(before === AVAILABLE);
      if (this.lookAt(unit)) different.push(unit);
    }
    return different;
  }

  /** Marks chosen and own seats; the units that look different now. */
  mark(marks: Marks): number[] {
    const touched = new Set([...this.marks.chosen, ...this.marks.yours, ...marks.chosen, ...marks.yours]);
    const isWanted = marks.wanted !== this.marks.wanted;
    this.marks = marks;
    if (isWanted) return this.lookAgain();
    return [...touched].filter((unit) => this.lookAt(unit));
  }

  sectionAt(x: number, y: number): number {
    return this.sections.findIndex(({ outline }) => contains(outline, x, y));
  }

  stateOf(unit: number): number {
    return at(this.states, unit);
  }

  private lookAgain(): number[] {
    const different: number[] = [];
    for (let unit = 0; unit < this.hall.units; unit += 1) if (this.lookAt(unit)) different.push(unit);
    return different;
  }

  private lookAt(unit: number): boolean {
    const now = lookOf(this.hall, unit, at(this.states, unit), this.marks);
    const isDifferent = this.looks[unit] !== now;
    this.looks[unit] = now;
    return isDifferent;
  }

  /** Areas that general-admission sections stand in are drawn as sections, and so not as decorations too. */
  private decorate(): SceneDecoration[] {
    const { hall } = this;
    const taken = (box: Box) =>
      hall.sections.some((section, index) => {
        const own = this.sections[index]?.outline.box;
        return section.isGeneral && own && own.left === box.left && own.top === box.top && own.right === box.right;
      });
    return hall.decorations.flatMap((decoration) => {
      const points = polygonOf(decoration);
      const box = points.length > 0 ? boxOf(points) : boxOf([decoration.position]);
      if (taken(box)) return [];
      const { text, position } = decoration;
      const shown = text && {
        text: text.text,
        x: position.x + text.position.x,
        y: position.y + text.position.y,
        size: text.size ?? TEXT_SIZE,
        color: text.color,
      };
      return [
        { path: pathOf(points), box, color: decoration.color, borderColor: decoration.border_color, text: shown },
      ];
    });
  }
}

function pathOf(points: readonly { x: number; y: number }[]): Path2D {
  const path = new Path2D();
  for (const { x, y } of points) path.lineTo(x, y);
  path.closePath();
  return path;
}

function roomIn({ points, box }: Outline): { width: number; height: number } {
  const [width, height] = [box.right - box.left, box.bottom - box.top];
  const filled = Math.min(1, Math.abs(area(points)) / Math.max(1, width * height));
  return { width: width * filled, height: height * filled };
}

function mainTier(hall: Hall, first: number, count: number): number {
  const counts = new Map<number, number>();
  for (let unit = first; unit < first + count; unit += 1) {
    const tier = at(hall.tier, unit);
    if (tier !== NONE) counts.set(tier, (counts.get(tier) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? NONE;
}
