/** The narrow sheet that the account's screens are written on. */
import type { ReactNode } from "react";

export function AccountFrame({ title, text, children }: { title: string; text?: string; children: ReactNode }) {
  return (
    <section className="mx-auto w-full max-w-md px-4 py-10 sm:py-16">
      <h1 className="text-3xl font-bold">{title}</h1>
      {text && <p className="mt-2 text-ink-soft text-pretty">{text}</p>}
      <div className="mt-6 rounded-card border border-line bg-surface p-5 shadow-card sm:p-6">{children}</div>
    </section>
  );
}
