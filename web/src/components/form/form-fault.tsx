/** Why a form wasn't taken, said where the eye is and read aloud. */
import { type ReactNode, useEffect, useRef } from "react";
import { Icon } from "../icon";

export function FormFault({ children }: { children: ReactNode }) {
  const fault = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    if (children) fault.current?.scrollIntoView({ block: "nearest" });
  }, [children]);
  if (!children) return null;
  return (
    <p
      ref={fault}
      role="alert"
      className="flex scroll-my-24 items-start gap-2.5 rounded-control bg-danger-soft p-3.5 text-sm font-medium"
    >
      <Icon name="alert" className="size-5 shrink-0 text-danger" />
      <span>{children}</span>
    </p>
  );
}
