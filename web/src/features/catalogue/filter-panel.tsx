/** Everything the list can be narrowed by. Each choice counts at once. */
import { useQuery } from "@tanstack/react-query";
import { performersQuery, venuesQuery } from "@/api/requests/list-events";
import { Button } from "@/components/button";
import { Field } from "@/components/form/field";
import { SelectField } from "@/components/form/select-field";
import { useMessages } from "@/lib/i18n/context";
import { type EventSearch, filterCount, readSearch, STATUSES } from "./search";
import { texts } from "./texts";

const PRICES = [25, 50, 100, 200, 500];

interface FilterPanelProps {
  search: EventSearch;
  onChange: (changed: Partial<EventSearch>) => void;
}

export function FilterPanel({ search, onChange }: FilterPanelProps) {
  const t = useMessages(texts);
  const venues = useQuery(venuesQuery).data?.items ?? [];
  const performers = useQuery(performersQuery).data?.items ?? [];
  const cities = [...new Set(venues.map((venue) => venue.city))].sort((a, b) => a.localeCompare(b));
  const named = (any: string, items: readonly { id: string; name: string }[]) => [
    { value: "", label: any },
    ...items.map(({ id, name }) => ({ value: id, label: name })),
  ];
  // An empty choice is none; what can't be meant isn't sent.
  const choose = (name: keyof EventSearch) => (event: { target: { value: string } }) =>
    onChange({ [name]: readSearch({ [name]: event.target.value || undefined })[name] });
  return (
    <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-4">
      <SelectField
        label={t.city}
        value={search.city ?? ""}
        onChange={choose("city")}
        options={[{ value: "", label: t.anyCity }, ...cities.map((city) => ({ value: city, label: city }))]}
      />
      <SelectField
        label={t.venue}
        value={search.venue ?? ""}
        onChange={choose("venue")}
        options={named(t.anyVenue, venues)}
      />
      <SelectField
        label={t.performer}
        value={search.performer ?? ""}
        onChange={choose("performer")}
        options={named(t.anyPerformer, performers)}
      />
      <SelectField
        label={t.status}
        value={search.status ?? ""}
        onChange={choose("status")}
        options={[
          { value: "", label: t.anyStatus },
          ...STATUSES.map((status) => ({ value: status, label: t.statuses[status] })),
        ]}
      />
      <Field label={t.from} type="date" value={search.from ?? ""} max={search.to} onChange={choose("from")} />
      <Field label={t.to} type="date" value={search.to ?? ""} min={search.from} onChange={choose("to")} />
      <SelectField
        label={t.max}
        value={String(search.max ?? "")}
        onChange={choose("max")}
        options={[
          { value: "", label: t.anyPrice },
          ...PRICES.map((price) => ({ value: String(price), label: String(price) })),
        ]}
      />
      <Button
        look="quiet"
        className="self-end"
        disabled={filterCount(search) === 0}
        onClick={() =>
          onChange({
            city: undefined,
            venue: undefined,
            performer: undefined,
            from: undefined,
            to: undefined,
            status: undefined,
            max: undefined,
          })
        }
      >
        {t.reset}
      </Button>
    </div>
  );
}
