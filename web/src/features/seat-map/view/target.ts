/** What lies under a point: a seat, or where seats are too small or there are none, a section. */
import { at } from "../hall/hall";
import { SECTIONS_BELOW_PX } from "./painter";
import type { Scene } from "./scene";

export interface Target {
  /** -1 for none. */
  unit: number;
  section: number;
}

export const NOTHING: Target = { unit: -1, section: -1 };

/** `pitch` is how far apart seats are on the screen; `reach` how far from the point one may be, on the plan. */
export function targetAt(scene: Scene, { x, y }: { x: number; y: number }, pitch: number, reach: number): Target {
  const section = scene.sectionAt(x, y);
  if (pitch < SECTIONS_BELOW_PX) return { unit: -1, section };
  const unit = scene.grid.nearest(x, y, reach);
  if (unit >= 0) return { unit, section: at(scene.hall.section, unit) };
  const isGeneral = scene.hall.sections[section]?.isGeneral ?? false;
  return isGeneral ? { unit: -1, section } : NOTHING;
}
