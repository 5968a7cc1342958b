/** Colours that go together: a ground, three that sing, and a light. */
export interface Palette {
  ground: string;
  deep: string;
  main: string;
  spark: string;
  light: string;
}

export const PALETTES: readonly [Palette, ...Palette[]] = [
  { ground: "#0c2b2a", deep: "#13605a", main: "#1fa08a", spark: "#f2b84b", light: "#f7efe0" },
  { ground: "#2a1436", deep: "#6d2a6f", main: "#e0526f", spark: "#ffb26b", light: "#fff1e0" },
  { ground: "#0f1d4d", deep: "#274bdb", main: "#6fa8ff", spark: "#ffd166", light: "#f4f7ff" },
  { ground: "#4a1410", deep: "#b6371f", main: "#f07b3f", spark: "#ffd460", light: "#fff3e2" },
  { ground: "#13261a", deep: "#2f6b3a", main: "#8cc152", spark: "#f6d55c", light: "#f3f8ea" },
  { ground: "#232a3b", deep: "#5b6f99", main: "#d88c9a", spark: "#f2d0a9", light: "#f8f4f1" },
  { ground: "#04364a", deep: "#176b87", main: "#64ccc5", spark: "#ff8e72", light: "#dafffb" },
  { ground: "#3c2f0b", deep: "#8a6a12", main: "#e2b007", spark: "#f57a3a", light: "#fff6da" },
  { ground: "#101820", deep: "#29465b", main: "#59c9a5", spark: "#ff6b6b", light: "#f5f5f0" },
];
