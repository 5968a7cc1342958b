/** Nearer, farther, everything: for those who have neither wheel nor two fingers. */
import type { ReactNode } from "react";
import { useMessages } from "@/lib/i18n/context";
import { texts } from "../texts";

interface MapControlsProps {
  canZoomIn: boolean;
  canZoomOut: boolean;
  onZoom: (factor: number) => void;
  onShowAll: () => void;
}

export function MapControls({ canZoomIn, canZoomOut, onZoom, onShowAll }: MapControlsProps) {
  const t = useMessages(texts);
  return (
    <div className="absolute right-3 top-3 flex flex-col overflow-hidden rounded-control border border-line bg-surface shadow-card">
      <Control label={t.zoomIn} isDisabled={!canZoomIn} onPress={() => onZoom(1.6)}>
        <path d="M12 6v12M6 12h12" />
      </Control>
      <Control label={t.zoomOut} isDisabled={!canZoomOut} onPress={() => onZoom(1 / 1.6)}>
        <path d="M6 12h12" />
      </Control>
      <Control label={t.showAll} isDisabled={false} onPress={onShowAll}>
        <path d="M5 9V5h4M15 5h4v4M19 15v4h-4M9 19H5v-4" />
      </Control>
    </div>
  );
}

interface ControlProps {
  label: string;
  isDisabled: boolean;
  onPress: () => void;
  children: ReactNode;
}

function Control({ label, isDisabled, onPress, children }: ControlProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      aria-disabled={isDisabled}
      onClick={() => !isDisabled && onPress()}
      className="grid size-11 place-items-center border-line text-ink not-first:border-t hover:bg-sunken aria-disabled:text-ink-faint"
    >
      <svg viewBox="0 0 24 24" className="size-5" aria-hidden="true" fill="none" stroke="currentColor" strokeWidth="2">
        {children}
      </svg>
    </button>
  );
}
