/** The list of cards, endless: the next page comes before its end is reached. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { eventsQuery } from "@/api/requests/list-events";
import { Button } from "@/components/button";
import { ProblemPage } from "@/components/problem-page";
import { Skeleton } from "@/components/skeleton";
import { StatePage } from "@/components/state-page";
import { useMessages } from "@/lib/i18n/context";
import { EventCard } from "./event-card";
import { type EventSearch, toQuery } from "./search";
import { texts } from "./texts";

/** How far before its end the list asks for more. */
const AHEAD_PX = 800;

const gridClass = "grid gap-5 sm:grid-cols-2 lg:grid-cols-3 3xl:grid-cols-4 4xl:grid-cols-5";

export function EventList({ search }: { search: EventSearch }) {
  const t = useMessages(texts);
  const query = useInfiniteQuery(eventsQuery(toQuery(search)));
  const { data, error, isPending, isPlaceholderData, hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = end.current;
    if (!element || !hasNextPage) return;
    const watch = new IntersectionObserver(([entry]) => entry?.isIntersecting && fetchNextPage(), {
      rootMargin: `${AHEAD_PX}px`,
    });
    watch.observe(element);
    return () => watch.disconnect();
  }, [hasNextPage, fetchNextPage]);

  if (isPending) return <ListSkeleton />;
  if (error && !data) return <ProblemPage error={error} level={2} onRetry={() => query.refetch()} />;
  const events = data.pages.flatMap((page) => page.items);
  if (events.length === 0) {
    const [title, text] = t.none;
    return <StatePage icon="search" title={title} text={text} level={2} />;
  }
  return (
    <div aria-busy={isPlaceholderData} className={isPlaceholderData ? "opacity-60 transition-opacity" : ""}>
      <p role="status" className="mb-3 text-sm text-ink-soft">
        {t.found(events.length, hasNextPage)}
      </p>
      <ul className={gridClass}>
        {events.map((event) => (
          <li key={event.id} className="grid">
            <EventCard event={event} />
          </li>
        ))}
      </ul>
      <div ref={end} />
      {hasNextPage && (
        <div className="mt-6 flex justify-center">
          <Button look="secondary" busy={isFetchingNextPage} onClick={() => fetchNextPage()}>
            {t.more}
          </Button>
        </div>
      )}
    </div>
  );
}

function ListSkeleton() {
  return (
    <div className={gridClass}>
      {["a", "b", "c", "d", "e", "f"].map((name) => (
        <Skeleton key={name} className="aspect-[4/4.4] rounded-card" />
      ))}
    </div>
  );
}
