/** An event's picture, drawn from its id: no photos, nothing loaded, never the same twice. It only decorates. */
import { memo, useId } from "react";
import type { Category } from "@/api/types";
import { comedy } from "./comedy";
import { concert } from "./concert";
import { conference } from "./conference";
import { film } from "./film";
import { PALETTES } from "./palettes";
import { HEIGHT, type Painter, WIDTH } from "./scene";
import { seeded } from "./seeded";
import { sport } from "./sport";
import { theatre } from "./theatre";

const PAINTERS: Record<Category, Painter> = { concert, sport, theatre, comedy, conference, film };

/** The colour that the picture stands on; dark enough for white words. */
export function groundOf(eventId: string): string {
  return seeded(eventId).pick(PALETTES).ground;
}

interface ArtworkProps {
  eventId: string;
  category: Category;
  className?: string;
}

export const Artwork = memo(function Artwork({ eventId, category, className }: ArtworkProps) {
  const name = useId();
  const chance = seeded(eventId);
  const palette = chance.pick(PALETTES);
  return (
    <svg
      className={className}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="xMidYMid slice"
      aria-hidden="true"
      focusable="false"
    >
      <path d={`M0 0H${WIDTH}V${HEIGHT}H0Z`} fill={palette.ground} />
      {PAINTERS[category]({ chance, palette, name })}
    </svg>
  );
});
