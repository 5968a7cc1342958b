/** `/`: what is on. */
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback } from "react";
import { HomeScreen } from "@/features/catalogue/home-screen";
import type { EventSearch } from "@/features/catalogue/search";

export function HomeRoute() {
  const search = useSearch({ from: "/" });
  const navigate = useNavigate({ from: "/" });
  // Going back leaves the list and not, letter by letter, what was typed.
  const onSearch = useCallback(
    (changed: Partial<EventSearch>) =>
      navigate({ search: (before: EventSearch) => ({ ...before, ...changed }), replace: true, resetScroll: false }),
    [navigate],
  );
  return <HomeScreen search={search} onSearch={onSearch} />;
}
