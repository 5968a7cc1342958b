//! An arena of about 15,000 seats, set up for a concert: blocks on the floor before an end stage, two tiers around them.

use super::arc::{Arc, Spot, Stretch};
use super::bowl::{ROW_PITCH, SEAT_PITCH, SectionAt, Tier};
use super::draft::{Area, Outline, Plan, Row, Zone};
use super::oval::Oval;

const CATEGORIES: &[(&str, &str)] = &[
    ("Platinum", "#7c3aed"),
    ("Gold", "#db2777"),
    ("Silver", "#0284c7"),
    ("Bronze", "#d97706"),
    ("Accessible", "#059669"),
];
const FRONT: Oval = Oval { center: Spot::new(0.0, 0.0), half_width: 800.0, half_height: 1_180.0, squareness: 4.0 };
/// From right of the stage clockwise to left of it; what lies behind the stage isn't sold.
const SPAN: (f64, f64) = (-0.85, std::f64::consts::PI + 0.85);
const FLOOR_COLUMNS: usize = 3;
const FLOOR_SEATS: usize = 16;
const FLOOR_ROWS: usize = 15;
const FLOOR_TOP: f64 = -540.0;
const FLOOR_AISLE: f64 = 90.0;
const STAGE: (f64, f64) = (1_000.0, 330.0);

/// The plan as a file in pretix's JSON format.
pub fn arena() -> Vec<u8> {
    let lower = Tier {
        first_number: 101,
        sections: 22,
        blocks: 1,
        rows: 24,
        outward: 30.0,
        span: SPAN,
        entrance: 0..0,
        platform_every: 4,
    };
    let upper = Tier {
        first_number: 201,
        sections: 22,
        blocks: 2,
        rows: 25,
        outward: 900.0,
        entrance: 5..9,
        platform_every: 0,
        ..lower
    };
    let mut zones: Vec<Zone> = (0..FLOOR_COLUMNS * FLOOR_COLUMNS).map(floor_block).collect();
    zones.extend(
        lower.zones(&FRONT, |section| if is_beside_floor(section, lower.sections) { "Gold" } else { "Silver" }),
    );
    zones.extend(
        upper.zones(&FRONT, |section| if is_beside_floor(section, upper.sections) { "Silver" } else { "Bronze" }),
    );
    Plan { name: "Arena, end stage", categories: CATEGORIES, zones, areas: vec![stage()] }.to_json()
}

/// Whether a section sees the stage from the side rather than across the whole floor or past its edge.
fn is_beside_floor(section: SectionAt, sections: usize) -> bool {
    let from_stage = section.index.min(sections - 1 - section.index);
    from_stage > 0 && from_stage < sections * 4 / 11
}

/// Straight rows on the flat floor, three blocks abreast and three deep.
fn floor_block(index: usize) -> Zone {
    let (depth, column) = (index / FLOOR_COLUMNS, index % FLOOR_COLUMNS);
    let width = (FLOOR_SEATS - 1) as f64 * SEAT_PITCH;
    let left = (column as f64 - 1.0) * (width + FLOOR_AISLE) - width / 2.0;
    let top = FLOOR_TOP + depth as f64 * ((FLOOR_ROWS - 1) as f64 * ROW_PITCH + FLOOR_AISLE);
    let category = if depth == 0 { "Platinum" } else { "Gold" };
    let row = |index: usize| {
        let y = top + index as f64 * ROW_PITCH;
        let line = Arc::line(Spot::new(left, y), Spot::new(left + width, y));
        Row { label: (index + 1).to_string(), stretches: vec![Stretch::fill(line, (0.0, 0.0), SEAT_PITCH, category)] }
    };
    let letter = char::from(b'A' + index as u8);
    Zone { id: format!("floor-{letter}"), name: format!("Floor {letter}"), rows: (0..FLOOR_ROWS).map(row).collect() }
}

fn stage() -> Area {
    let (width, depth) = STAGE;
    Area {
        outline: Outline::Rectangle { width, height: depth },
        position: Spot::new(-width / 2.0, FLOOR_TOP - 140.0 - depth),
        color: "#334155",
        border_color: "#0f172a",
        text: Some(("Stage", 90, Spot::new(width / 2.0, depth / 2.0))),
    }
}
