/** Search as one types. The address follows when the typing pauses. */
import { type FormEvent, useEffect, useRef, useState } from "react";
import { Icon } from "@/components/icon";
import { useMessages } from "@/lib/i18n/context";
import { texts } from "./texts";

const PAUSE_MS = 200;

export function SearchBar({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const t = useMessages(texts);
  const [typed, setTyped] = useState(value);
  const sent = useRef(value);
  const input = useRef<HTMLInputElement>(null);

  // Back and forward change the address without any typing.
  useEffect(() => {
    if (value === sent.current) return;
    sent.current = value;
    setTyped(value);
  }, [value]);

  useEffect(() => {
    const words = typed.trim();
    if (words === sent.current) return;
    const timer = setTimeout(() => {
      sent.current = words;
      onChange(words);
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed, onChange]);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    input.current?.blur();
  };
  return (
    <search>
      <form onSubmit={submit} className="relative">
        <Icon
          name="search"
          className="pointer-events-none absolute left-4 top-1/2 size-5 -translate-y-1/2 text-ink-faint"
        />
        <input
          ref={input}
          type="search"
          aria-label={t.search}
          placeholder={t.placeholder}
          value={typed}
          maxLength={100}
          enterKeyHint="search"
          onChange={(event) => setTyped(event.target.value)}
          className="min-h-14 w-full rounded-full border border-line-strong bg-surface pl-12 pr-14 text-lg shadow-card placeholder:text-ink-faint [&::-webkit-search-cancel-button]:hidden"
        />
        {typed && (
          <button
            type="button"
            aria-label={t.clear}
            onClick={() => {
              setTyped("");
              input.current?.focus();
            }}
            className="absolute right-2 top-1/2 -translate-y-1/2 rounded-full p-2.5 hover:bg-sunken"
          >
            <Icon name="close" />
          </button>
        )}
      </form>
    </search>
  );
}
