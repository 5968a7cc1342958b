//! A stadium of exactly 80,000 seats: three tiers around a pitch.

use super::arc::Spot;
use super::bowl::{SectionAt, Tier};
use super::draft::{Area, Outline, Plan, Zone};
use super::oval::{Oval, turn};

pub const STADIUM_SEATS: usize = 80_000;

const CATEGORIES: &[(&str, &str)] = &[
    ("Club", "#7c3aed"),
    ("Premium", "#db2777"),
    ("Standard", "#0284c7"),
    ("Economy", "#d97706"),
    ("Accessible", "#059669"),
];
/// 105 by 68 metres, a metre being 50.
const PITCH: (f64, f64) = (5_250.0, 3_400.0);
const METRE: f64 = 50.0;
/// Where the seats begin: far enough that nobody steps on the grass from the front row.
const FRONT: Oval = Oval { center: Spot::new(0.0, 0.0), half_width: 3_350.0, half_height: 2_400.0, squareness: 3.0 };
/// The middle of the upper edge, where sections are counted from.
const TOP: f64 = -std::f64::consts::FRAC_PI_2;

/// The plan as a file in pretix's JSON format.
pub fn stadium() -> Vec<u8> {
    let lower = Tier {
        first_number: 101,
        sections: 44,
        blocks: 1,
        rows: 31,
        outward: 0.0,
        span: turn(TOP),
        entrance: 0..0,
        platform_every: 4,
    };
    let club =
        Tier { first_number: 201, blocks: 2, rows: 14, outward: 1_120.0, entrance: 5..8, platform_every: 0, ..lower };
    let upper = Tier { first_number: 501, sections: 52, rows: 37, outward: 1_660.0, entrance: 8..12, ..club };
    let mut zones = lower.zones(&FRONT, |section| if faces_halfway(section, 0.62) { "Premium" } else { "Standard" });
    zones.extend(club.zones(&FRONT, |section| if faces_halfway(section, 0.8) { "Club" } else { "Premium" }));
    let mut high = upper.zones(&FRONT, |section| if faces_halfway(section, 0.5) { "Standard" } else { "Economy" });
    let drawn: usize = zones.iter().chain(&high).map(Zone::seats).sum();
    thin_out(&mut high, drawn.saturating_sub(STADIUM_SEATS));
    zones.extend(high);
    Plan { name: "National stadium", categories: CATEGORIES, zones, areas: pitch() }.to_json()
}

/// Whether a section lies along one of the long sides, within this part of the pitch's length.
fn faces_halfway(section: SectionAt, part: f64) -> bool {
    FRONT.at(section.angle, 0.0).x.abs() < PITCH.0 / 2.0 * part
}

/// Takes `excess` seats out of the rear rows, at most one from each block of a row; the others move up to fill the block.
fn thin_out(zones: &mut [Zone], excess: usize) {
    let rows = zones.iter().map(|zone| zone.rows.len()).max().unwrap_or(0);
    let mut left = excess;
    for row in (0..rows).rev() {
        for zone in zones.iter_mut() {
            for stretch in zone.rows.get_mut(row).into_iter().flat_map(|row| &mut row.stretches) {
                if left == 0 {
                    return;
                }
                stretch.count -= 1;
                left -= 1;
            }
        }
    }
}

fn pitch() -> Vec<Area> {
    const GRASS: &str = "#2f7d3b";
    const LINE: &str = "#d9f2dc";
    let (half_width, half_height) = (PITCH.0 / 2.0, PITCH.1 / 2.0);
    let rectangle = |x: f64, y: f64, width: f64, height: f64| Area {
        outline: Outline::Rectangle { width, height },
        position: Spot::new(x, y),
        color: GRASS,
        border_color: LINE,
        text: None,
    };
    let circle = |radius: f64, color: &'static str| Area {
        outline: Outline::Circle { radius },
        position: Spot::new(0.0, 0.0),
        color,
        border_color: LINE,
        text: None,
    };
    let mut grass = rectangle(-half_width, -half_height, PITCH.0, PITCH.1);
    grass.text = Some(("Pitch", 220, Spot::new(half_width, half_height * 0.4)));
    let penalty = (16.5 * METRE, 40.3 * METRE);
    let goal = (5.5 * METRE, 18.3 * METRE);
    let box_left = |(depth, width): (f64, f64)| rectangle(-half_width, -width / 2.0, depth, width);
    let box_right = |(depth, width): (f64, f64)| rectangle(half_width - depth, -width / 2.0, depth, width);
    vec![
        grass,
        circle(9.15 * METRE, GRASS),
        rectangle(-3.0, -half_height, 6.0, PITCH.1),
        circle(12.0, LINE),
        box_left(penalty),
        box_right(penalty),
        box_left(goal),
        box_right(goal),
    ]
}
