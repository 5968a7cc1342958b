/** Keeps the screen from going dark while a ticket is shown, where the device allows it. */
import { useEffect } from "react";

export function useWakeLock(): void {
  useEffect(() => {
    if (!("wakeLock" in navigator)) return;
    let lock: WakeLockSentinel | null = null;
    let isOver = false;
    const ask = async () => {
      if (document.visibilityState !== "visible") return;
      // Refused on a low battery; the ticket shows all the same.
      lock = await navigator.wakeLock.request("screen").catch(() => null);
      if (isOver) lock?.release();
    };
    void ask();
    // The device takes the lock away with the page out of sight.
    document.addEventListener("visibilitychange", ask);
    return () => {
      isOver = true;
      document.removeEventListener("visibilitychange", ask);
      lock?.release();
    };
  }, []);
}
