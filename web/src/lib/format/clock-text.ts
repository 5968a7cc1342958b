/** Time that is left, as a clock shows it. */

/** `3:07`, `1:02:07`, or days where it is long. */
export function clockText(ms: number, days: (count: number) => string): string {
  const seconds = Math.max(0, Math.ceil(ms / 1_000));
  if (seconds >= 2 * 86_400) return days(Math.floor(seconds / 86_400));
  const two = (value: number) => String(value).padStart(2, "0");
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor((seconds % 3_600) / 60)];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}
