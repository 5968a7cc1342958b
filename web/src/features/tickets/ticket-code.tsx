/** The code's picture. The service worker gives it where there is no network. */
import { useEffect, useState } from "react";
import { Button } from "@/components/button";
import { classNames } from "@/lib/class-names";
import { useMessages } from "@/lib/i18n/context";
import { isPictureKept, pictureOf } from "@/lib/kept-tickets";
import { texts } from "./texts";

/** Networks come back by themselves, and not always with a word. */
const PROBE_EVERY_MS = 5_000;

/** `unseen`: it isn't on this device, and there is no network that it could come by. */
type Fault = "unseen" | "failed";

export function TicketCode({ ticketId, className }: { ticketId: string; className?: string }) {
  const t = useMessages(texts);
  const [tries, setTries] = useState(0);
  const [fault, setFault] = useState<Fault | null>(null);
  const again = () => {
    setTries((before) => before + 1);
    setFault(null);
  };
  useEffect(() => {
    if (!fault) return;
    // Tried out of sight: what is said here must not flicker while somebody reads it.
    const probe = () => {
      const picture = new Image();
      picture.onload = () => setFault(null);
      picture.src = pictureOf(ticketId);
    };
    const probing = setInterval(probe, PROBE_EVERY_MS);
    window.addEventListener("online", probe);
    return () => {
      clearInterval(probing);
      window.removeEventListener("online", probe);
    };
  }, [fault, ticketId]);
  const explain = async () => {
    const isHere = navigator.onLine || (await isPictureKept(ticketId).catch(() => false));
    setFault(isHere ? "failed" : "unseen");
  };
  if (fault) {
    const [title, text] = t[fault];
    return (
      <div
        role="alert"
        className={classNames("rounded-control bg-warn-soft p-5 text-center text-ink", className)}
        data-fault={fault}
      >
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
      key={tries}
      src={pictureOf(ticketId)}
      alt={t.code}
      width={512}
      height={512}
      onError={explain}
      className={classNames("aspect-square h-auto rounded-control bg-white", className)}
    />
  );
}
