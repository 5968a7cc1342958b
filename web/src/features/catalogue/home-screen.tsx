/** `/`: what is on. */
import { useState } from "react";
import { Button } from "@/components/button";
import { SelectField } from "@/components/form/select-field";
import { Icon } from "@/components/icon";
import { useMessages } from "@/lib/i18n/context";
import { usePageTitle } from "@/lib/page-title";
import { CategoryChips } from "./category-chips";
import { EventList } from "./event-list";
import { FilterPanel } from "./filter-panel";
import { type EventSearch, filterCount, readSearch, SORTS, sortOf } from "./search";
import { SearchBar } from "./search-bar";
import { texts } from "./texts";

interface HomeScreenProps {
  search: EventSearch;
  onSearch: (changed: Partial<EventSearch>) => void;
}

export function HomeScreen({ search, onSearch }: HomeScreenProps) {
  const t = useMessages(texts);
  usePageTitle(search.q ?? "Admit");
  const filters = filterCount(search);
  const [showsFilters, setShowsFilters] = useState(filters > 0);
  const sorts = SORTS.filter((sort) => sort !== "relevance" || search.q);
  return (
    <div className="mx-auto w-full max-w-6xl px-4 pb-16 3xl:max-w-[100rem] 4xl:max-w-[140rem]">
      <section className="mx-auto max-w-3xl pb-6 pt-8 text-center sm:pb-8 sm:pt-14">
        <h1 className="text-4xl font-extrabold leading-[1.05] sm:text-6xl">{t.hero}</h1>
        <p className="mx-auto mb-7 mt-4 max-w-xl text-lg text-ink-soft text-pretty max-sm:hidden">{t.heroText}</p>
        <div className="max-sm:mt-5">
          <SearchBar value={search.q ?? ""} onChange={(q) => onSearch({ q: q || undefined, sort: undefined })} />
        </div>
      </section>
      <section aria-label={t.filters} className="mb-5 flex flex-col gap-4">
        <div className="flex flex-wrap items-center gap-3">
          <CategoryChips chosen={search.category} onChoose={(category) => onSearch({ category })} />
          <div className="flex gap-3 max-lg:grow max-lg:justify-between">
            <Button look="secondary" aria-expanded={showsFilters} onClick={() => setShowsFilters(!showsFilters)}>
              <Icon name="filter" />
              {filters > 0 ? t.filtersWith(filters) : t.filters}
            </Button>
            <SelectField
              label={t.sort}
              hidesLabel
              value={sortOf(search)}
              onChange={(event) => onSearch({ sort: readSearch({ sort: event.target.value }).sort })}
              options={sorts.map((sort) => ({ value: sort, label: t.sorts[sort] }))}
              className="w-48"
            />
          </div>
        </div>
        {showsFilters && (
          <div className="rounded-card border border-line bg-surface p-4 sm:p-5">
            <FilterPanel search={search} onChange={onSearch} />
          </div>
        )}
      </section>
      <h2 className="sr-only">{t.title}</h2>
      <EventList search={search} />
    </div>
  );
}
