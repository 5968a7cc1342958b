/** Leaving the line, asked twice: a place can't be given back. */
import { useState } from "react";
import { Button } from "@/components/button";
import { Dialog } from "@/components/dialog";
import { useMessages } from "@/lib/i18n/context";
import { notify } from "@/lib/notices";
import { texts } from "./texts";

export function Leave({ onLeave }: { onLeave: () => Promise<void> }) {
  const t = useMessages(texts);
  const [isAsking, setAsking] = useState(false);
  const [isLeaving, setLeaving] = useState(false);
  const leave = async () => {
    setLeaving(true);
    try {
      await onLeave();
    } catch {
      notify("bad", t.outside.failed);
    } finally {
      setLeaving(false);
      setAsking(false);
    }
  };
  return (
    <div className="flex justify-center">
      <Button look="quiet" onClick={() => setAsking(true)}>
        {t.leave}
      </Button>
      {isAsking && (
        <Dialog title={t.leaveAsk} onClose={() => setAsking(false)}>
          <p className="text-ink-soft">{t.leaveText}</p>
          <div className="mt-5 flex flex-wrap gap-3">
            <Button look="danger" busy={isLeaving} onClick={leave}>
              {t.leave}
            </Button>
            <Button look="secondary" onClick={() => setAsking(false)}>
              {t.stay}
            </Button>
          </div>
        </Dialog>
      )}
    </div>
  );
}
