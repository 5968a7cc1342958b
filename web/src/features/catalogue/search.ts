/** What is looked for: the whole state of the home screen, and all of it in the address, so that any view can be shared. */
import * as z from "zod/mini";
import type { EventsQuery } from "@/api/requests/list-events";
import type { Category, EventStatus } from "@/api/types";

export const CATEGORIES = ["concert", "sport", "theatre", "comedy", "film", "conference"] as const satisfies Category[];
export const STATUSES = ["on_sale", "scheduled", "sold_out"] as const satisfies EventStatus[];
export const SORTS = ["starts_at", "relevance", "price", "-price", "name"] as const;
export type Sort = (typeof SORTS)[number];

const QUERY_CHARACTERS_MAX = 100;

/** What an address says that can't be meant is left out: an old link still opens. */
function lenient<Schema extends z.ZodMiniType>(schema: Schema) {
  return z.catch(z.optional(schema), undefined);
}

const day = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/));
const text = z.pipe(z.coerce.string(), z.string().check(z.minLength(1), z.maxLength(QUERY_CHARACTERS_MAX)));

export const searchSchema = z.object({
  q: lenient(text),
  category: lenient(z.enum(CATEGORIES)),
  city: lenient(text),
  venue: lenient(text),
  performer: lenient(text),
  from: lenient(day),
  to: lenient(day),
  status: lenient(z.enum(STATUSES)),
  /** In whole units of each event's own currency. */
  max: lenient(z.coerce.number().check(z.int(), z.positive(), z.maximum(1_000_000))),
  sort: lenient(z.enum(SORTS)),
});

export type EventSearch = z.infer<typeof searchSchema>;

export function readSearch(raw: Record<string, unknown>): EventSearch {
  const read = searchSchema.parse(raw);
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined)) as EventSearch;
}

/** Best matches first where something is looked for, else what comes next. */
export function sortOf(search: EventSearch): Sort {
  return search.sort ?? (search.q ? "relevance" : "starts_at");
}

/** How many filters narrow the list, apart from the words and the category, which are always in sight. */
export function filterCount({ city, venue, performer, from, to, status, max }: EventSearch): number {
  return [city, venue, performer, from ?? to, status, max].filter((value) => value !== undefined).length;
}

/** As `GET /events` takes it. */
export function toQuery(search: EventSearch): EventsQuery {
  const { max, ...same } = readSearch(search);
  return { ...(same as EventsQuery), sort: sortOf(search), ...(max !== undefined && { max_price: max * 100 }) };
}
