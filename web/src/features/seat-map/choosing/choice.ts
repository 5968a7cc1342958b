/** Which seats the reader has chosen, and what befalls the choice: pure, and kept by ids so that it survives a reload. */
export interface Choice {
  /** In the order in which they were chosen. */
  units: readonly number[];
  /** The seats that others got while they were chosen here, and what was chosen then; null once the reader has seen it. */
  lost: { units: readonly number[]; among: readonly number[] } | null;
  /** While they are being claimed, their becoming held is no loss. */
  isClaiming: boolean;
  /** Since when it isn't known whether a claim was carried out: what is held may be one's own. */
  unsureSince: number | null;
}

export const NO_CHOICE: Choice = { units: [], lost: null, isClaiming: false, unsureSince: null };

export type ChoiceEvent =
  | { type: "toggle"; unit: number; most: number }
  | { type: "choose"; units: readonly number[]; most: number }
  | { type: "clear" }
  | { type: "claim" }
  /** The claim was refused; `taken` are the seats that it was refused for. */
  | { type: "claim_failed"; taken: readonly number[] }
  /** The claim's answer was lost. */
  | { type: "claim_unanswered"; atMs: number }
  /** It is known what is one's own after all, and what others have. */
  | { type: "settled"; yours: ReadonlySet<number>; taken: readonly number[] }
  | { type: "claimed" }
  | { type: "taken"; units: readonly number[] }
  | { type: "seen" };

export function choose(choice: Choice, event: ChoiceEvent): Choice {
  switch (event.type) {
    case "toggle":
      return toggle(choice, event.unit, event.most);
    case "choose":
      return { ...choice, units: event.units.slice(0, event.most), lost: null };
    case "clear":
    case "claimed":
      return NO_CHOICE;
    case "claim":
      return { ...choice, isClaiming: true, unsureSince: null, lost: null };
    case "claim_failed":
      return lose({ ...choice, isClaiming: false }, event.taken);
    case "claim_unanswered":
      return { ...choice, isClaiming: false, unsureSince: event.atMs };
    case "settled":
      return settle(choice, event.yours, event.taken);
    case "taken":
      return choice.isClaiming || choice.unsureSince !== null ? choice : lose(choice, event.units);
    case "seen":
      return choice.lost ? { ...choice, lost: null } : choice;
  }
}

function toggle(choice: Choice, unit: number, most: number): Choice {
  if (choice.isClaiming) return choice;
  if (choice.units.includes(unit)) return { ...choice, units: choice.units.filter((one) => one !== unit) };
  return choice.units.length < most ? { ...choice, units: [...choice.units, unit], lost: null } : choice;
}

function settle(choice: Choice, yours: ReadonlySet<number>, taken: readonly number[]): Choice {
  const units = choice.units.filter((unit) => !yours.has(unit));
  return lose({ ...choice, units, unsureSince: null }, taken);
}

function lose(choice: Choice, taken: readonly number[]): Choice {
  const lost = choice.units.filter((unit) => taken.includes(unit));
  if (lost.length === 0) return choice;
  const among = choice.lost ? [...choice.lost.among] : choice.units;
  return {
    ...choice,
    units: choice.units.filter((unit) => !taken.includes(unit)),
    lost: { units: [...(choice.lost?.units ?? []), ...lost], among },
  };
}

const KEPT_MAX = 50;

export function keepChoice(storage: Storage, eventId: string, seatIds: readonly string[]): void {
  const key = `admit.choice.${eventId}`;
  if (seatIds.length === 0) storage.removeItem(key);
  else storage.setItem(key, JSON.stringify(seatIds));
}

export function keptChoice(storage: Storage, eventId: string): string[] {
  try {
    const kept: unknown = JSON.parse(storage.getItem(`admit.choice.${eventId}`) ?? "[]");
    return Array.isArray(kept) ? kept.filter((id) => typeof id === "string").slice(0, KEPT_MAX) : [];
  } catch {
    return [];
  }
}
