/** What was paid, line by line, and what came back. */
import type { Order } from "@/api/types";
import { usePlaceWords } from "@/components/place-line";
import { formatMoney } from "@/lib/format/money";
import { useLocale, useMessages } from "@/lib/i18n/context";
import { texts } from "./texts";

export function Receipt({ order }: { order: Order }) {
  const t = useMessages(texts);
  const { tag } = useLocale();
  const words = usePlaceWords();
  return (
    <section className="rounded-card border border-line bg-surface p-5">
      <h2 className="mb-3 text-xl font-bold">{t.receipt}</h2>
      <ul className="flex flex-col gap-2">
        {order.lines.map((line, index) => (
          <li key={line.seat?.id ?? `${line.kind} ${index}`} className="flex justify-between gap-4">
            <span className="text-ink-soft">
              {line.seat ? `${line.seat.section_name}, ${words(line.seat)}` : t.kinds[line.kind]}
            </span>
            <span className="tabular-nums">{formatMoney(line.amount, tag)}</span>
          </li>
        ))}
      </ul>
      <p className="mt-3 flex justify-between gap-4 border-t border-line pt-3 text-lg font-bold">
        <span>{t.total}</span>
        <span className="tabular-nums">{formatMoney(order.total, tag)}</span>
      </p>
      {order.refunded.amount > 0 && (
        <p className="mt-1 flex justify-between gap-4 font-semibold text-accent">
          <span>{t.refunded}</span>
          <span className="tabular-nums">{formatMoney(order.refunded, tag)}</span>
        </p>
      )}
      {order.status === "cancelled" && order.refunded.amount === 0 && (
        <p role="status" className="mt-2 text-sm text-ink-soft">
          {t.refundUnderWay}
        </p>
      )}
    </section>
  );
}
