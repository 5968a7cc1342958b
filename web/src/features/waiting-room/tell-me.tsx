/** Nobody has to watch the screen: the device tells when the call comes, to whoever wants that. */
import { useState } from "react";
import { Button } from "@/components/button";
import { Icon } from "@/components/icon";
import { useMessages } from "@/lib/i18n/context";
import { texts } from "./texts";
import type { CallSignal } from "./use-call-signal";

export function TellMe({ telling, ask }: CallSignal) {
  const t = useMessages(texts);
  const [isAsking, setAsking] = useState(false);
  if (telling === "absent") return null;
  const press = () => {
    setAsking(true);
    void ask().finally(() => setAsking(false));
  };
  if (telling === "offered") {
    return (
      <Button look="secondary" busy={isAsking} onClick={press} className="self-stretch sm:self-start">
        <Icon name="bell" />
        {t.tell.ask}
      </Button>
    );
  }
  const isOn = telling === "on";
  return (
    <p
      role="status"
      data-telling={telling}
      className="flex items-start gap-2.5 rounded-control bg-sunken p-3.5 text-sm text-pretty"
    >
      <Icon name={isOn ? "check" : "alert"} className="size-5 shrink-0 text-ink-soft" />
      {isOn ? t.tell.on : t.tell.refused}
    </p>
  );
}
