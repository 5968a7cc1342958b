/** An inventory's `epoch.version`: it grows with each commit, and a restore from backup begins a new epoch. */
export interface Version {
  epoch: number;
  number: number;
}

const SPELLING = /^(0|[1-9]\d{0,15})\.(0|[1-9]\d{0,15})$/;

/** Reads `1.42`, also with the quotes of an `ETag`; null for anything else. */
export function readVersion(text: string | null | undefined): Version | null {
  const found = SPELLING.exec((text ?? "").replace(/^W\//, "").replaceAll('"', ""));
  if (!found) return null;
  const version = { epoch: Number(found[1]), number: Number(found[2]) };
  return Number.isSafeInteger(version.epoch) && Number.isSafeInteger(version.number) ? version : null;
}

export function versionText(version: Version): string {
  return `${version.epoch}.${version.number}`;
}

/** Below zero where `a` is older than `b`. */
export function compareVersions(a: Version, b: Version): number {
  return a.epoch - b.epoch || a.number - b.number;
}
