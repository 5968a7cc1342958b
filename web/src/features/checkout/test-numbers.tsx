/** What the simulated bank does with which number: nobody should try a real one. */
import { useMessages } from "@/lib/i18n/context";
import { texts } from "./texts";

export function TestNumbers() {
  const t = useMessages(texts);
  return (
    <details className="rounded-control bg-info-soft px-4 py-3 text-sm">
      <summary className="font-semibold text-info">{t.testNumbers}</summary>
      <dl className="mt-3 grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
        {t.testRows.map(([number, does]) => (
          <div key={number} className="contents">
            <dt className="font-mono whitespace-nowrap">{number}</dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <p className="mt-2">{t.testHint}</p>
    </details>
  );
}
