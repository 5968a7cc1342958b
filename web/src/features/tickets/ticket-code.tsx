/** The code's picture. The service worker gives it where there is no network. */
import { useState } from "react";
import { Button } from "@/components/button";
import { classNames } from "@/lib/class-names";
import { useMessages } from "@/lib/i18n/context";
import { pictureOf } from "@/lib/kept-tickets";
import { texts } from "./texts";

export function TicketCode({ ticketId, className }: { ticketId: string; className?: string }) {
  const t = useMessages(texts);
  const [failures, setFailures] = useState(0);
  const [isBroken, setIsBroken] = useState(false);
  if (isBroken) {
    const [title, text] = t.unseen;
    const again = () => {
      setFailures(failures + 1);
      setIsBroken(false);
    };
    return (
      <div className={classNames("rounded-control bg-warn-soft p-5 text-center text-ink", className)}>
        <p className="font-bold">{title}</p>
        <p className="mt-1 text-sm">{text}</p>
        <Button look="secondary" size="small" className="mt-3" onClick={again}>
          {t.reload}
        </Button>
      </div>
    );
  }
  return (
    <img
      key={failures}
      src={pictureOf(ticketId)}
      alt={t.code}
      width={512}
      height={512}
      onError={() => setIsBroken(true)}
      className={classNames("aspect-square h-auto rounded-control bg-white", className)}
    />
  );
}
