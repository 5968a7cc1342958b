/** A screen that has nothing to show but why, and a way on: empty, not found, failed, offline. */
import type { ReactNode } from "react";
import { Icon, type IconName } from "./icon";

interface StatePageProps {
  icon: IconName;
  title: string;
  text?: string | undefined;
  children?: ReactNode;
  /** The page's own heading, or a part of a page that has one. */
  level?: 1 | 2;
}

export function StatePage({ icon, title, text, children, level = 1 }: StatePageProps) {
  const Heading = `h${level}` as const;
  return (
    <section className="mx-auto flex max-w-md flex-col items-center gap-4 px-4 py-16 text-center">
      <span className="grid size-16 place-items-center rounded-full bg-accent-soft text-accent">
        <Icon name={icon} className="size-8" />
      </span>
      <Heading className="text-2xl font-bold">{title}</Heading>
      {text && <p className="text-ink-soft text-pretty">{text}</p>}
      {children && <div className="mt-2 flex flex-wrap justify-center gap-3">{children}</div>}
    </section>
  );
}
