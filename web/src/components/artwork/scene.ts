/** What a painter is given: the canvas's size, its chance, its colours, and a name for gradients that no other picture has. */
import type { ReactNode } from "react";
import type { Palette } from "./palettes";
import type { Chance } from "./seeded";

export const WIDTH = 480;
export const HEIGHT = 300;

export interface Scene {
  chance: Chance;
  palette: Palette;
  name: string;
}

export type Painter = (scene: Scene) => ReactNode;

export function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

/** Numbers short enough that a page of pictures stays small. */
export function short(value: number): number {
  return Math.round(value * 10) / 10;
}
