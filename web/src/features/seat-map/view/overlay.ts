/** What lies over the tiles and is drawn anew for each frame: sections' names, what the reader points at, and seats that just changed. */
import { AVAILABLE } from "@/lib/live/unit-states";
import { at } from "../hall/hall";
import { type Camera, type Screen, toScreen } from "./camera";
import { SECTIONS_BELOW_PX } from "./painter";
import { tierColor } from "./palette";
import type { Scene } from "./scene";

export interface Pulse {
  unit: number;
  now: number;
  since: number;
}

export interface Pointed {
  /** A seat or a section by index; -1 for none. */
  unit: number;
  section: number;
  isFocus: boolean;
}

/** What stands in a section's label, and how much of it when there is little room. */
export interface SectionLabel {
  name: string;
  short: string;
  note: string;
}

export const PULSE_MS = 900;
const NAMES_UNTIL_PX = 11;
const SANS = '"Figtree Variable", system-ui, sans-serif';

export function drawPulses(
  ink: CanvasRenderingContext2D,
  scene: Scene,
  camera: Camera,
  screen: Screen,
  pulses: readonly Pulse[],
  time: number,
): void {
  const { hall, palette } = scene;
  const size = hall.pitch * camera.scale;
  for (const { unit, now, since } of pulses) {
    const { x, y } = toScreen(camera, screen, at(hall.x, unit), at(hall.y, unit));
    if (x < -20 || y < -20 || x > screen.width + 20 || y > screen.height + 20) continue;
    const t = Math.min(1, (time - since) / PULSE_MS);
    const eased = 1 - (1 - t) ** 3;
    ink.globalAlpha = (1 - t) * 0.9;
    ink.strokeStyle = now === AVAILABLE ? tierColor(palette, at(hall.tier, unit)) : palette.held;
    ink.lineWidth = Math.max(1.2, Math.min(3, size * 0.12)) * (1 - t * 0.6);
    ink.beginPath();
    // Freed seats open up, taken ones close.
    const radius = Math.max(4, size * 0.5) * (now === AVAILABLE ? 0.7 + eased * 1.3 : 2 - eased * 1.3);
    ink.arc(x, y, radius, 0, 2 * Math.PI);
    ink.stroke();
  }
  ink.globalAlpha = 1;
}

export function drawPointed(
  ink: CanvasRenderingContext2D,
  scene: Scene,
  camera: Camera,
  screen: Screen,
  { unit, section, isFocus }: Pointed,
): void {
  const { hall, palette } = scene;
  const outlined = scene.sections[section];
  if (outlined && unit < 0) {
    ink.save();
    ink.translate(screen.width / 2 - camera.x * camera.scale, screen.height / 2 - camera.y * camera.scale);
    ink.scale(camera.scale, camera.scale);
    ink.strokeStyle = isFocus ? palette.focus : palette.ink;
    ink.lineWidth = (isFocus ? 4 : 2) / camera.scale;
    ink.lineJoin = "round";
    ink.stroke(outlined.path);
    ink.restore();
  }
  if (unit < 0) return;
  const { x, y } = toScreen(camera, screen, at(hall.x, unit), at(hall.y, unit));
  const radius = Math.max(5, hall.pitch * camera.scale * 0.62);
  if (isFocus) {
    ink.strokeStyle = palette.ground;
    ink.lineWidth = 6;
    ring(ink, x, y, radius + 1.5);
  }
  ink.strokeStyle = isFocus ? palette.focus : palette.ink;
  ink.lineWidth = isFocus ? 3 : 2;
  ring(ink, x, y, radius + 1.5);
}

function ring(ink: CanvasRenderingContext2D, x: number, y: number, radius: number): void {
  ink.beginPath();
  ink.arc(x, y, radius, 0, 2 * Math.PI);
  ink.stroke();
}

const widths = new Map<string, number>();

function widthOf(ink: CanvasRenderingContext2D, text: string): number {
  const key = `${ink.font} ${text}`;
  const kept = widths.get(key);
  if (kept !== undefined) return kept;
  const width = ink.measureText(text).width;
  if (widths.size > 2_000) widths.clear();
  widths.set(key, width);
  return width;
}

/** Names sections while their seats are too small to be what one reads; areas without seats always. */
export function drawNames(
  ink: CanvasRenderingContext2D,
  scene: Scene,
  camera: Camera,
  screen: Screen,
  labels: (section: number) => SectionLabel,
): void {
  const pitch = scene.hall.pitch * camera.scale;
  ink.textAlign = "center";
  ink.textBaseline = "middle";
  for (const [index, { outline, available }] of scene.sections.entries()) {
    const section = scene.hall.sections[index];
    if (!section || (!section.isGeneral && pitch > NAMES_UNTIL_PX)) continue;
    const { x, y } = toScreen(camera, screen, section.labelAt.x, section.labelAt.y);
    if (x < -80 || y < -40 || x > screen.width + 80 || y > screen.height + 40) continue;
    const room = {
      width: (outline.box.right - outline.box.left) * camera.scale,
      height: (outline.box.bottom - outline.box.top) * camera.scale,
    };
    drawName(ink, scene, { x, y }, room, labels(index), available > 0, section.isGeneral || pitch < SECTIONS_BELOW_PX);
  }
}

function drawName(
  ink: CanvasRenderingContext2D,
  scene: Scene,
  spot: { x: number; y: number },
  room: { width: number; height: number },
  label: SectionLabel,
  isAvailable: boolean,
  hasNote: boolean,
): void {
  const { palette } = scene;
  const big = `700 ${room.width > 110 ? 14 : 12}px ${SANS}`;
  ink.font = big;
  const name = widthOf(ink, label.name) + 10 < room.width ? label.name : label.short;
  const nameWidth = widthOf(ink, name);
  if (nameWidth + 4 > room.width || room.height < 15) return;
  ink.font = `600 11px ${SANS}`;
  const noteWidth = hasNote && label.note ? widthOf(ink, label.note) : 0;
  const withNote = noteWidth > 0 && noteWidth + 10 < room.width && room.height > 40;
  const width = Math.max(nameWidth, withNote ? noteWidth : 0) + 12;
  const height = withNote ? 35 : 20;
  ink.globalAlpha = 0.88;
  ink.fillStyle = palette.plate;
  ink.beginPath();
  ink.roundRect(spot.x - width / 2, spot.y - height / 2, width, height, 6);
  ink.fill();
  ink.globalAlpha = 1;
  ink.font = big;
  ink.fillStyle = isAvailable ? palette.ink : palette.inkSoft;
  ink.fillText(name, spot.x, spot.y - (withNote ? 7 : 0) + 1);
  if (!withNote) return;
  ink.font = `600 11px ${SANS}`;
  ink.fillStyle = palette.inkSoft;
  ink.fillText(label.note, spot.x, spot.y + 9);
}
