/** One place in words: section, row, seat. */
import type { Place } from "@/api/types";
import { type Catalogue, useMessages } from "@/lib/i18n/context";

interface Texts {
  seat: (row: string, number: string) => string;
  standing: string;
}

const texts: Catalogue<Texts> = {
  en: { seat: (row, number) => `Row ${row}, seat ${number}`, standing: "General admission" },
  de: { seat: (row, number) => `Reihe ${row}, Platz ${number}`, standing: "Freie Platzwahl" },
};

/** `Row C, seat 12`, or that any place will do. */
export function usePlaceWords(): (place: Place) => string {
  const t = useMessages(texts);
  return (place) => (place.row !== null && place.number !== null ? t.seat(place.row, place.number) : t.standing);
}

export function PlaceLine({ place }: { place: Place }) {
  const words = usePlaceWords();
  return (
    <span className="min-w-0">
      <span className="block font-semibold">{place.section_name}</span>
      <span className="block text-sm text-ink-soft">
        {words(place)} · {place.tier_name}
      </span>
    </span>
  );
}
