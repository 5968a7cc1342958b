/** Names the screen in the browser's tab and tells screen readers that it changed. */
import { useEffect } from "react";
import { announce } from "./notices";

export function usePageTitle(title: string | null): void {
  useEffect(() => {
    if (title === null) return;
    document.title = title === "Admit" ? title : `${title} · Admit`;
    announce(title);
  }, [title]);
}
