/** Where something will be: the same size, so that nothing jumps when it comes. */
import { classNames } from "@/lib/class-names";

export function Skeleton({ className }: { className: string }) {
  return <div aria-hidden="true" className={classNames("animate-pulse rounded-control bg-sunken", className)} />;
}
