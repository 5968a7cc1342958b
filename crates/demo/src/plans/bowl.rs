//! The stands of arenas and stadiums: tiers of numbered sections around an outline.

use super::arc::Stretch;
use super::draft::{Row, Zone};
use super::oval::Oval;

pub(super) const SEAT_PITCH: f64 = 25.0;
pub(super) const ROW_PITCH: f64 = 31.0;
const WHEELCHAIR_PITCH: f64 = 40.0;
/// The wheelchair platform lies this much further behind than another row would.
const PLATFORM: f64 = 14.0;
/// Half of the way between the seats on both sides of an aisle.
const AISLE_HALF: f64 = 28.0;
/// How much wider the aisle gets where it comes out into a stand.
const ENTRANCE_HALF: f64 = 78.0;

pub(super) struct Tier {
    /// Sections are numbered upwards from here.
    pub(super) first_number: usize,
    pub(super) sections: usize,
    /// How many parts the aisles within a section cut it into.
    pub(super) blocks: usize,
    pub(super) rows: usize,
    /// How far the first row is from the outline.
    pub(super) outward: f64,
    /// The angles where the tier begins and ends.
    pub(super) span: (f64, f64),
    /// Rows between which the aisle within a section widens to an entrance.
    pub(super) entrance: std::ops::Range<usize>,
    /// Every so many sections have wheelchair places behind their last row; 0 is none.
    pub(super) platform_every: usize,
}

/// Where a section lies: its number counted from 0, and the angle of its middle.
#[derive(Debug, Clone, Copy)]
pub(super) struct SectionAt {
    pub(super) index: usize,
    pub(super) angle: f64,
}

impl Tier {
    pub(super) fn zones(&self, around: &Oval, category: impl Fn(SectionAt) -> &'static str) -> Vec<Zone> {
        let middle = self.outward + self.rows as f64 / 2.0 * ROW_PITCH;
        let cuts = around.cuts(middle, self.span, self.sections * self.blocks);
        let section = |index: usize| {
            let cuts = &cuts[index * self.blocks..=(index + 1) * self.blocks];
            let at = SectionAt { index, angle: (cuts[0] + cuts[self.blocks]) / 2.0 };
            let category = category(at);
            let mut rows: Vec<Row> = (0..self.rows).map(|row| self.row(around, cuts, row, category)).collect();
            if self.platform_every > 0 && index % self.platform_every == self.platform_every / 2 {
                rows.push(self.platform(around, cuts));
            }
            let number = self.first_number + index;
            Zone { id: number.to_string(), name: format!("Section {number}"), rows }
        };
        (0..self.sections).map(section).collect()
    }

    fn row(&self, around: &Oval, cuts: &[f64], row: usize, category: &'static str) -> Row {
        let outward = self.outward + row as f64 * ROW_PITCH;
        let within = if self.entrance.contains(&row) { ENTRANCE_HALF } else { AISLE_HALF };
        let block = |index: usize| {
            let before = if index == 0 { AISLE_HALF } else { within };
            let after = if index + 1 == self.blocks { AISLE_HALF } else { within };
            Stretch::fill(around.arc(outward, (cuts[index], cuts[index + 1])), (before, after), SEAT_PITCH, category)
        };
        Row { label: (row + 1).to_string(), stretches: (0..self.blocks).map(block).collect() }
    }

    fn platform(&self, around: &Oval, cuts: &[f64]) -> Row {
        let outward = self.outward + self.rows as f64 * ROW_PITCH + PLATFORM;
        let arc = around.arc(outward, (cuts[0], cuts[self.blocks]));
        let free = (AISLE_HALF * 2.0, AISLE_HALF * 2.0);
        Row { label: "W".to_owned(), stretches: vec![Stretch::fill(arc, free, WHEELCHAIR_PITCH, "Accessible")] }
    }
}
