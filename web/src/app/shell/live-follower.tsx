/** Hears, on whatever screen, what becomes of the reader's holds and orders. */
import { useIdentity } from "@/lib/identity";
import { useOwnNews } from "@/lib/live/use-own-news";

export function LiveFollower() {
  const { account } = useIdentity();
  useOwnNews(account !== null);
  return null;
}
