/** What a map is drawn from and never changes: where everything is, and which tier sells what. */
import { queryOptions } from "@tanstack/react-query";
import { call } from "../call";
import { keys } from "../keys";

export interface Point {
  x: number;
  y: number;
}

export interface PlanSeat {
  id: string;
  number: string;
  x: number;
  y: number;
  category: number;
  accessible: boolean;
}

export interface PlanSection {
  id: string;
  name: string;
  kind: "reserved" | "general_admission";
  units: { first: number; count: number };
  label_at: Point;
  rows: { label: string; seats: PlanSeat[] }[];
}

export interface Decoration {
  shape: "polygon" | "rectangle" | "ellipse" | "circle" | "text";
  polygon?: { points: Point[] };
  rectangle?: { width: number; height: number };
  ellipse?: { radius_x: number; radius_y: number };
  circle?: { radius: number };
  position: Point;
  /** Degrees. */
  rotation: number;
  color: string | null;
  border_color: string | null;
  text: { text: string; position: Point; color: string | null; size: number | null } | null;
}

/** A seating plan in unit order: the first seat of a section's first row is its first unit. */
export interface Plan {
  id: string;
  name: string;
  width: number;
  height: number;
  focus: Point;
  units: number;
  sections: PlanSection[];
  decorations: Decoration[];
}

/** Runs of units that one tier sells: the first, how many, and the tier's index; null for what isn't for sale. */
export interface UnitTiers {
  tiers: string[];
  units: [first: number, count: number, tier: number | null][];
}

export function planQuery(eventId: string) {
  return queryOptions({
    queryKey: keys.map(eventId),
    queryFn: ({ signal }) => call<Plan>("GET", `/seats/${eventId}/map`, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
    // Plans are large, and comparing a new one with the old finds nothing: they never change.
    structuralSharing: false,
  });
}

export function unitTiersQuery(eventId: string) {
  return queryOptions({
    queryKey: [...keys.map(eventId), "tiers"],
    queryFn: ({ signal }) => call<UnitTiers>("GET", `/seats/${eventId}/tiers`, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
    structuralSharing: false,
  });
}
