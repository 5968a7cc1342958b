/** The holds of whoever is signed in. */
import { useQuery } from "@tanstack/react-query";
import { holdsQuery, type OpenHold } from "@/api/requests/holds";
import { useIdentity } from "@/lib/identity";

const NONE: OpenHold[] = [];

export function useHolds() {
  const { account } = useIdentity();
  const query = useQuery(holdsQuery(account !== null));
  return { ...query, holds: (account && query.data) || NONE };
}
