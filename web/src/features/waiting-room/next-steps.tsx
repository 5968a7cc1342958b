/** What happens next, so that nobody has to watch the screen. */
import { useMessages } from "@/lib/i18n/context";
import { texts } from "./texts";

export function NextSteps() {
  const t = useMessages(texts);
  return (
    <section aria-labelledby="next-steps">
      <h2 id="next-steps" className="text-lg font-bold">
        {t.next.title}
      </h2>
      <ol className="mt-3 flex flex-col gap-3">
        {t.next.steps.map((step, index) => (
          <li key={step} className="flex items-start gap-3">
            <span className="grid size-7 shrink-0 place-items-center rounded-full bg-accent-soft text-sm font-bold text-accent">
              {index + 1}
            </span>
            <p className="pt-0.5 text-ink-soft">{step}</p>
          </li>
        ))}
      </ol>
    </section>
  );
}
