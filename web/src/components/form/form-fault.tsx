/** Why a form wasn't taken, said where the eye is and read aloud. */
import type { ReactNode } from "react";
import { Icon } from "../icon";

export function FormFault({ children }: { children: ReactNode }) {
  if (!children) return null;
  return (
    <p role="alert" className="flex items-start gap-2.5 rounded-control bg-danger-soft p-3.5 text-sm font-medium">
      <Icon name="alert" className="size-5 shrink-0 text-danger" />
      <span>{children}</span>
    </p>
  );
}
