/** What lies over the tiles and is drawn anew for each frame: sections' names, what the reader points at, and seats that just changed. */
import type { UnitChange } from "@/lib/live/merge";
import { AVAILABLE } from "@/lib/live/unit-states";
import { at } from "../hall/hall";
import type { Box } from "../hall/outline";
import { type Camera, type Screen, toScreen } from "./camera";
import { SECTIONS_BELOW_PX, touches } from "./painter";
import { tierColor } from "./palette";
import type { Scene } from "./scene";

interface Pulse {
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

const PULSE_MS = 900;
const PULSES_MAX = 300;
/** From this size on, seats are what one reads, and the section is told beside the map. */
export const NAMES_UNTIL_PX = 11;
const SANS = '"Figtree Variable", system-ui, sans-serif';

/** Rings around seats that just changed: closing around those that were taken, opening around those that came back. */
export class Pulses {
  private pulses: Pulse[] = [];

  get areOver(): boolean {
    return this.pulses.length === 0;
  }

  /** In a rush not every change gets a ring: what moves everywhere tells nothing. */
  add(changes: readonly UnitChange[], isSeen: (unit: number) => boolean, since: number): void {
    for (const { unit, now } of changes) {
      if (this.pulses.length >= PULSES_MAX) return;
      if (isSeen(unit)) this.pulses.push({ unit, now, since });
    }
  }

  draw(ink: CanvasRenderingContext2D, scene: Scene, camera: Camera, screen: Screen, time: number): void {
    this.pulses = this.pulses.filter((pulse) => time - pulse.since < PULSE_MS);
    drawPulses(ink, scene, camera, screen, this.pulses, time);
  }
}

function drawPulses(
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

interface Name {
  title: string;
  note: string;
  x: number;
  y: number;
  isAvailable: boolean;
  font: string;
}

/** In a hall of more sections, their numbers are enough until one comes nearer. */
const FEW_SECTIONS = 12;
const NOTES_FROM_PX = 3.4;

/** Names sections while their seats are too small to be what one reads; areas without seats always. Names never lie on each other. */
export function drawNames(
  ink: CanvasRenderingContext2D,
  scene: Scene,
  camera: Camera,
  screen: Screen,
  labels: (section: number) => SectionLabel,
): void {
  const pitch = scene.hall.pitch * camera.scale;
  const isCrowded = scene.hall.sections.length > FEW_SECTIONS && pitch < NOTES_FROM_PX;
  ink.textAlign = "center";
  ink.textBaseline = "middle";
  const taken: Box[] = [];
  for (const [index, { room, available }] of scene.sections.entries()) {
    const section = scene.hall.sections[index];
    if (!section || (!section.isGeneral && pitch > NAMES_UNTIL_PX)) continue;
    const { x, y } = toScreen(camera, screen, section.labelAt.x, section.labelAt.y);
    if (x < -80 || y < -40 || x > screen.width + 80 || y > screen.height + 40) continue;
    const { name, short, note } = labels(index);
    const font = isCrowded && screen.width < NARROW_PX ? SMALL_NAME_FONT : NAME_FONT;
    ink.font = font;
    const width = room.width * camera.scale * 1.15;
    const title = !isCrowded && widthOf(ink, name) + 16 < width ? name : short;
    const hasNote = !isCrowded && room.height * camera.scale > 44 && (section.isGeneral || pitch < SECTIONS_BELOW_PX);
    drawName(ink, scene, { title, note: hasNote ? note : "", x, y, isAvailable: available > 0, font }, width, taken);
  }
}

const NAME_FONT = `700 12px ${SANS}`;
const SMALL_NAME_FONT = `700 10px ${SANS}`;
const NARROW_PX = 640;
const NOTE_FONT = `600 11px ${SANS}`;

function drawName(ink: CanvasRenderingContext2D, scene: Scene, name: Name, room: number, taken: Box[]): void {
  const { palette } = scene;
  const { x, y } = name;
  const titleWidth = widthOf(ink, name.title);
  ink.font = NOTE_FONT;
  const noteWidth = name.note ? widthOf(ink, name.note) : 0;
  const isNoted = noteWidth > 0 && noteWidth + 8 < room;
  const isSmall = name.font === SMALL_NAME_FONT;
  const width = Math.max(titleWidth, isNoted ? noteWidth : 0) + (isSmall ? 6 : 10);
  const height = isNoted ? 33 : isSmall ? 14 : 18;
  const box = { left: x - width / 2, top: y - height / 2, right: x + width / 2, bottom: y + height / 2 };
  if (titleWidth > room + 6 || taken.some((other) => touches(box, other))) return;
  taken.push(box);
  ink.globalAlpha = 0.86;
  ink.fillStyle = palette.plate;
  ink.beginPath();
  ink.roundRect(box.left, box.top, width, height, 5);
  ink.fill();
  ink.globalAlpha = 1;
  ink.font = name.font;
  ink.fillStyle = name.isAvailable ? palette.ink : palette.inkSoft;
  ink.fillText(name.title, x, y - (isNoted ? 7 : 0) + 1);
  if (!isNoted) return;
  ink.font = NOTE_FONT;
  ink.fillStyle = palette.inkSoft;
  ink.fillText(name.note, x, y + 8.5);
}
