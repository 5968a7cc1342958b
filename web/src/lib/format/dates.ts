/** Times as the clock on the venue's wall shows them, in the reader's language. */
const formats = new Map<string, Intl.DateTimeFormat>();

function format(tag: string, timeZone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify([tag, timeZone, options]);
  const kept = formats.get(key);
  if (kept) return kept;
  const made = new Intl.DateTimeFormat(tag, { ...options, timeZone });
  formats.set(key, made);
  return made;
}

/** `Fri, Nov 21, 2026`. */
export function formatDate(at: string, timeZone: string, tag: string): string {
  const options: Intl.DateTimeFormatOptions = { weekday: "short", day: "numeric", month: "short", year: "numeric" };
  return format(tag, timeZone, options).format(new Date(at));
}

/** `Friday, November 21, 2026`. */
export function formatDateLong(at: string, timeZone: string, tag: string): string {
  const options: Intl.DateTimeFormatOptions = { weekday: "long", day: "numeric", month: "long", year: "numeric" };
  return format(tag, timeZone, options).format(new Date(at));
}

/** `7:30 PM`. */
export function formatTime(at: string, timeZone: string, tag: string): string {
  return format(tag, timeZone, { hour: "numeric", minute: "2-digit" }).format(new Date(at));
}

/** `Nov 21, 7:30 PM`, in the reader's own zone: for what concerns the reader and not the venue. */
export function formatMoment(at: string, tag: string): string {
  return new Intl.DateTimeFormat(tag, { dateStyle: "medium", timeStyle: "short" }).format(new Date(at));
}

/** How the venue's zone is called, such as `CET`: said only where its clock shows another time than the reader's. */
export function foreignZoneName(at: string, timeZone: string, tag: string): string | null {
  // One zone has several names, such as Asia/Calcutta and Asia/Kolkata, so the clocks are compared.
  if (offsetOf(at, timeZone) === offsetOf(at, readerZone())) return null;
  return zonePart(at, timeZone, tag, "short");
}

export function readerZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

function offsetOf(at: string, timeZone: string): string | null {
  return zonePart(at, timeZone, "en-US", "longOffset");
}

function zonePart(at: string, timeZone: string, tag: string, name: "short" | "longOffset"): string | null {
  const parts = format(tag, timeZone, { hour: "numeric", timeZoneName: name }).formatToParts(new Date(at));
  return parts.find((part) => part.type === "timeZoneName")?.value ?? null;
}

/** `Dec 4`. */
export function formatDayMonth(at: string, timeZone: string, tag: string): string {
  return format(tag, timeZone, { day: "numeric", month: "short" }).format(new Date(at));
}
