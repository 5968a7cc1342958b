/** Tells of the call: read aloud and shaken always, and shown and heard too where that was asked for. */
import { useCallback, useEffect, useRef, useState } from "react";
import { announce } from "@/lib/notices";
import { askToTell, type CallMessage, mayBeAsked, shake, tellOfCall } from "./call-signal";

/** `absent`: there is nothing to offer; `refused`: it was offered, and the browser or whoever uses it said no. */
export type Telling = "absent" | "offered" | "on" | "refused";

const TELLING: Record<NotificationPermission, Telling> = { granted: "on", default: "offered", denied: "refused" };

const nameOf = (path: string) => `admit.tell.${path}`;

export interface CallSignal {
  telling: Telling;
  ask: () => Promise<void>;
}

export function useCallSignal(stage: string, { title, text, path }: CallMessage): CallSignal {
  const [telling, setTelling] = useState<Telling>(() => tellingAtFirst(path));
  const isCalled = stage === "called";
  const hasWaited = useRef(false);
  useEffect(() => {
    if (stage === "prequeue" || stage === "waiting") hasWaited.current = true;
  }, [stage]);
  useEffect(() => {
    if (!isCalled) return;
    announce(title, "assertive");
    shake();
  }, [isCalled, title]);
  useEffect(() => {
    // Who opens the page to find the call there needs no notification of it.
    if (!isCalled || telling !== "on" || !hasWaited.current) return;
    return tellOfCall({ title, text, path });
  }, [isCalled, telling, title, text, path]);
  const ask = useCallback(async () => {
    const consent = await askToTell().catch(() => "denied" as const);
    if (consent === "granted") sessionStorage.setItem(nameOf(path), "on");
    setTelling(TELLING[consent]);
  }, [path]);
  return { telling, ask };
}

/** Over a reload it stays as it was, as long as the browser still allows it. */
function tellingAtFirst(path: string): Telling {
  if (!mayBeAsked()) return "absent";
  const wasOn = sessionStorage.getItem(nameOf(path)) !== null;
  return wasOn && Notification.permission === "granted" ? "on" : "offered";
}
