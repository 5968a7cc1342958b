//! A West End theatre of about 1,200 seats: stalls with two aisles, two circles above them, boxes at the sides.
//!
//! The levels are drawn one behind the other, as on the plans that theatres print; all rows curve around one point behind the stage.

use super::arc::{Arc, Spot, Stretch};
use super::draft::{Area, Outline, Plan, Row, Zone};
use super::oval::Oval;

const CATEGORIES: &[(&str, &str)] =
    &[("Premium", "#7c3aed"), ("Standard", "#0284c7"), ("Economy", "#d97706"), ("Accessible", "#059669")];
const SEAT_PITCH: f64 = 25.0;
const ROW_PITCH: f64 = 31.0;
const WHEELCHAIR_PITCH: f64 = 36.0;
/// Half of the way between the seats on both sides of an aisle.
const AISLE_HALF: f64 = 30.0;
/// How far the first row of the stalls is from the point that all rows curve around.
const FRONT: f64 = 950.0;
/// From the front of one box to the front of the next.
const BOX_PITCH: f64 = 132.0;
const BOX_FROM_STALLS: f64 = 75.0;
const STAGE_DEPTH: f64 = 230.0;
/// Straight down from the stage, as an angle.
const AXIS: f64 = std::f64::consts::FRAC_PI_2;
/// Theatres letter their rows without these, which look like numbers.
const SKIPPED: [char; 2] = ['I', 'O'];

/// One level: its rows in the drawing, and where its two aisles run.
struct Level {
    id: &'static str,
    name: &'static str,
    rows: usize,
    /// How far its first row is from the first row of the stalls.
    behind: f64,
    /// Half of the first row's length, and how much each further row adds to that.
    half_width: f64,
    widening: f64,
    /// Half of the angle between the aisles.
    aisle_angle: f64,
}

const STALLS: Level =
    Level { id: "stalls", name: "Stalls", rows: 17, behind: 0.0, half_width: 375.0, widening: 9.0, aisle_angle: 0.2 };
const DRESS_CIRCLE: Level = Level {
    id: "dress-circle",
    name: "Dress Circle",
    rows: 7,
    behind: 680.0,
    half_width: 590.0,
    widening: 4.0,
    aisle_angle: 0.2,
};
const UPPER_CIRCLE: Level = Level {
    id: "upper-circle",
    name: "Upper Circle",
    rows: 6,
    behind: 980.0,
    half_width: 610.0,
    widening: 4.0,
    aisle_angle: 0.17,
};

/// The plan as a file in pretix's JSON format.
pub fn theatre() -> Vec<u8> {
    let mut stalls =
        level(&STALLS, |row, center| if center && (2..11).contains(&row) { "Premium" } else { "Standard" });
    stalls.rows.push(wheelchair_row());
    let dress_circle = level(&DRESS_CIRCLE, |row, center| if center && row < 4 { "Premium" } else { "Standard" });
    let upper_circle = level(&UPPER_CIRCLE, |_, _| "Economy");
    let boxes = |id: &str, name: &str, side: f64, letters: [char; 4]| Zone {
        id: id.to_owned(),
        name: name.to_owned(),
        rows: letters.into_iter().enumerate().map(|(index, letter)| theatre_box(index, side, letter)).collect(),
    };
    let left = boxes("boxes-left", "Boxes Left", -1.0, ['A', 'B', 'C', 'D']);
    let right = boxes("boxes-right", "Boxes Right", 1.0, ['E', 'F', 'G', 'H']);
    let plan = Plan {
        name: "West End theatre",
        categories: CATEGORIES,
        zones: vec![stalls, dress_circle, upper_circle, left, right],
        areas: vec![stage()],
    };
    plan.to_json()
}

fn rows_around() -> Oval {
    Oval::circle(Spot::new(0.0, -FRONT), FRONT)
}

fn level(level: &Level, category: impl Fn(usize, bool) -> &'static str) -> Zone {
    let letters = ('A'..='Z').filter(|letter| !SKIPPED.contains(letter));
    let row = |(index, letter): (usize, char)| {
        let outward = level.behind + index as f64 * ROW_PITCH;
        let half = (level.half_width + index as f64 * level.widening) / (FRONT + outward);
        let block = |from: f64, to: f64, free: (f64, f64), center: bool| {
            // From left to right as the audience is drawn: against the clock below the middle.
            let arc = rows_around().arc(outward, (AXIS - from, AXIS - to));
            Stretch::fill(arc, free, SEAT_PITCH, category(index, center))
        };
        let aisle = level.aisle_angle;
        let stretches = vec![
            block(-half, -aisle, (0.0, AISLE_HALF), false),
            block(-aisle, aisle, (AISLE_HALF, AISLE_HALF), true),
            block(aisle, half, (AISLE_HALF, 0.0), false),
        ];
        Row { label: letter.to_string(), stretches }
    };
    Zone {
        id: level.id.to_owned(),
        name: level.name.to_owned(),
        rows: letters.take(level.rows).enumerate().map(row).collect(),
    }
}

/// Step-free places behind the stalls' last row, in line with its outer blocks.
fn wheelchair_row() -> Row {
    let outward = STALLS.rows as f64 * ROW_PITCH + 12.0;
    let half = (STALLS.half_width + STALLS.rows as f64 * STALLS.widening) / (FRONT + outward);
    let block = |from: f64, to: f64| {
        Stretch::centered(rows_around().arc(outward, (AXIS - from, AXIS - to)), 6, WHEELCHAIR_PITCH, "Accessible")
    };
    let aisle = STALLS.aisle_angle;
    Row { label: "W".to_owned(), stretches: vec![block(-half, -aisle), block(aisle, half)] }
}

/// Four chairs along the side wall; the first box is nearest to the stage.
fn theatre_box(index: usize, side: f64, letter: char) -> Row {
    let front = index as f64 * BOX_PITCH;
    let at_wall = |outward: f64| {
        let half_width = STALLS.half_width + outward / ROW_PITCH * STALLS.widening;
        rows_around().at(AXIS - side * (half_width + BOX_FROM_STALLS) / (FRONT + outward), outward)
    };
    let wall = Arc::line(at_wall(front), at_wall(front + 3.0 * SEAT_PITCH));
    Row { label: format!("Box {letter}"), stretches: vec![Stretch::centered(wall, 4, SEAT_PITCH, "Standard")] }
}

/// Wider towards the audience, its front edge following the first row's curve.
fn stage() -> Area {
    let edge = rows_around().arc(-85.0, (AXIS + 0.33, AXIS - 0.33));
    let mut points: Vec<Spot> = (0..=16).map(|step| edge.at(edge.length() * f64::from(step) / 16.0)).collect();
    points.extend([Spot::new(220.0, -STAGE_DEPTH - 85.0), Spot::new(-220.0, -STAGE_DEPTH - 85.0)]);
    Area {
        outline: Outline::Polygon(points),
        position: Spot::new(0.0, 0.0),
        color: "#334155",
        border_color: "#0f172a",
        text: Some(("Stage", 36, Spot::new(0.0, -STAGE_DEPTH / 2.0 - 85.0))),
    }
}
