/** Opens a dialog element over everything else, and gives the focus back when it goes. */
import { type RefObject, useLayoutEffect, useRef } from "react";

export function useModal(): RefObject<HTMLDialogElement | null> {
  const dialog = useRef<HTMLDialogElement>(null);
  // A dialog that has left the document gives nothing back, and React takes it out before other effects end.
  useLayoutEffect(() => {
    const element = dialog.current;
    if (element && !element.open) element.showModal();
    return () => element?.close();
  }, []);
  return dialog;
}
