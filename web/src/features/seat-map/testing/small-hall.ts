/** A small hall for tests: two blocks of three rows of six seats with an aisle in the middle, and standing room. */
import type { Plan, UnitTiers } from "@/api/requests/seat-map";
import { decodeHall, type Hall } from "../hall/hall";

const PITCH = 25;
const ROWS = ["A", "B", "C"];
const SEATS = 6;

function block(name: string, first: number, top: number): Plan["sections"][number] {
  return {
    id: `sec_${name}`,
    name,
    kind: "reserved",
    units: { first, count: ROWS.length * SEATS },
    label_at: { x: 100, y: top + PITCH },
    rows: ROWS.map((label, row) => ({
      label,
      seats: Array.from({ length: SEATS }, (_, seat) => ({
        id: `seat_${name}_${label}_${seat + 1}`,
        number: String(seat + 1),
        // The aisle is between the third and the fourth.
        x: 50 + seat * PITCH + (seat > 2 ? 40 : 0),
        y: top + row * PITCH,
        category: 0,
        accessible: label === "C" && seat === 5,
      })),
    })),
  };
}

export const PLAN: Plan = {
  id: "map_small",
  name: "Small hall",
  width: 400,
  height: 500,
  focus: { x: 120, y: 0 },
  units: 46,
  sections: [
    block("Stalls", 0, 100),
    block("Circle", 18, 250),
    {
      id: "sec_Standing",
      name: "Standing",
      kind: "general_admission",
      units: { first: 36, count: 10 },
      label_at: { x: 120, y: 420 },
      rows: [],
    },
  ],
  decorations: [
    {
      shape: "rectangle",
      rectangle: { width: 200, height: 60 },
      position: { x: 20, y: 390 },
      rotation: 0,
      color: null,
      border_color: null,
      text: null,
    },
  ],
};

/** The stalls cost tier 0, the circle tier 1 but for its last row, which isn't for sale; standing is tier 2. */
export const TIERS: UnitTiers = {
  tiers: ["tier_0", "tier_1", "tier_2"],
  units: [
    [0, 18, 0],
    [18, 12, 1],
    [30, 6, null],
    [36, 10, 2],
  ],
};

export function smallHall(): Hall {
  return decodeHall(PLAN, TIERS);
}
