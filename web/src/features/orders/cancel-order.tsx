/** Giving tickets back, after being told what that means. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { keys } from "@/api/keys";
import { hasCode } from "@/api/problem";
import { cancelOrder } from "@/api/requests/orders";
import type { EventDetails, Order } from "@/api/types";
import { Button } from "@/components/button";
import { Dialog } from "@/components/dialog";
import { formatMoney } from "@/lib/format/money";
import { useLocale, useMessages } from "@/lib/i18n/context";
import { notify } from "@/lib/notices";
import { randomKey } from "@/lib/random-key";
import { texts } from "./texts";

export function CancelOrder({ order, event }: { order: Order; event: EventDetails }) {
  const t = useMessages(texts);
  const { tag } = useLocale();
  const queryClient = useQueryClient();
  const [asking, setAsking] = useState(false);
  const [key] = useState(randomKey);
  const cancel = useMutation({
    mutationFn: () => cancelOrder(order.id, key),
    onSuccess: (cancelled) => {
      queryClient.setQueryData(keys.order(order.id), cancelled);
      notify("good", t.cancelled);
    },
    onError: (error) => notify("bad", hasCode(error, "not_cancellable") ? t.notCancellable : t.failed),
    onSettled: () => {
      setAsking(false);
      for (const queryKey of [keys.orders, keys.tickets, keys.order(order.id), keys.event(order.event_id)]) {
        queryClient.invalidateQueries({ queryKey });
      }
    },
  });
  const mayCancel = event.refundable_until !== null && Date.parse(event.refundable_until) > Date.now();
  if (!mayCancel) return null;
  return (
    <>
      <Button look="quiet" onClick={() => setAsking(true)}>
        {t.cancel}
      </Button>
      {asking && (
        <Dialog title={t.cancelAsk} onClose={() => setAsking(false)}>
          <p className="mb-5 text-ink-soft">{t.cancelText(formatMoney(order.total, tag))}</p>
          <div className="flex gap-3 max-xs:flex-col">
            <Button look="danger" className="grow" busy={cancel.isPending} onClick={() => cancel.mutate()}>
              {t.cancelDo}
            </Button>
            <Button look="secondary" className="grow" onClick={() => setAsking(false)}>
              {t.keep}
            </Button>
          </div>
        </Dialog>
      )}
    </>
  );
}
