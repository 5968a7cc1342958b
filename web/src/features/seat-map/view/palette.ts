/** The map's colours. Each tier's differs from the others in lightness too, and stands out from the ground by at least 3 to 1. */
export interface Palette {
  ground: string;
  plate: string;
  /** Decorations that bring no colour of their own. */
  bare: string;
  plateEdge: string;
  tiers: readonly string[];
  /** Marks on what a tier's colour fills. */
  onTier: string;
  held: string;
  gone: string;
  ink: string;
  inkSoft: string;
  chosen: string;
  onChosen: string;
  yours: string;
  onYours: string;
  focus: string;
  /** Whether decorations keep their own colours, or give up some of their light. */
  isDark: boolean;
}

const LIGHT: Palette = {
  ground: "#f4f6f4",
  plate: "#ffffff",
  bare: "#dfe6e2",
  plateEdge: "#c9d3ce",
  tiers: ["#5b2a86", "#c2410c", "#0f6fb5", "#8f6a00", "#b0306f", "#0c7f6d", "#44566b"],
  onTier: "#ffffff",
  held: "#55635e",
  gone: "#a9b4af",
  ink: "#12201d",
  inkSoft: "#44544f",
  chosen: "#12201d",
  onChosen: "#ffffff",
  yours: "#0e6b58",
  onYours: "#ffffff",
  focus: "#1868c9",
  isDark: false,
};

const DARK: Palette = {
  ground: "#0d1413",
  plate: "#182422",
  bare: "#2c3a37",
  plateEdge: "#33443f",
  tiers: ["#c9a4f5", "#ff9a62", "#5fb4f7", "#f0d060", "#f48fc0", "#5fdcbf", "#b5c4d6"],
  onTier: "#0d1413",
  held: "#93a39d",
  gone: "#4d5d58",
  ink: "#eef4f1",
  inkSoft: "#bccac4",
  chosen: "#ffffff",
  onChosen: "#0d1413",
  yours: "#6fd8b9",
  onYours: "#06231c",
  focus: "#8cc2ff",
  isDark: true,
};

export function paletteOf(theme: string | undefined): Palette {
  return theme === "dark" ? DARK : LIGHT;
}

export function tierColor(palette: Palette, tier: number): string {
  return palette.tiers[tier % palette.tiers.length] ?? palette.ink;
}
