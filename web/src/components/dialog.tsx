/** A dialog on the browser's own element: focus stays inside, Escape closes, and focus returns to where it was. */
import { type ReactNode, useId } from "react";
import { type Catalogue, useMessages } from "@/lib/i18n/context";
import { Icon } from "./icon";
import { useModal } from "./use-modal";

const texts: Catalogue<{ close: string }> = { en: { close: "Close" }, de: { close: "Schließen" } };

interface DialogProps {
  title: string;
  onClose: () => void;
  children: ReactNode;
}

export function Dialog({ title, onClose, children }: DialogProps) {
  const t = useMessages(texts);
  const id = useId();
  const dialog = useModal();
  return (
    <dialog
      ref={dialog}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      className="m-auto w-full max-w-lg rounded-card border border-line bg-surface p-0 text-ink shadow-raised backdrop:bg-black/55 max-sm:mb-0 max-sm:max-w-none max-sm:rounded-b-none"
    >
      <div className="flex items-center justify-between gap-4 px-5 pt-4 sm:px-6">
        <h2 id={id} className="text-xl font-bold">
          {title}
        </h2>
        <button
          type="button"
          className="-mr-2 rounded-control p-2 hover:bg-sunken"
          aria-label={t.close}
          onClick={onClose}
        >
          <Icon name="close" />
        </button>
      </div>
      <div className="px-5 pb-6 pt-3 sm:px-6">{children}</div>
    </dialog>
  );
}
