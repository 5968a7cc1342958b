//! A venue's seating plan: sections, rows and seats with their coordinates, in unit order. Never changed once made.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

use crate::id::{self, BadId, SeatMapId, SectionId};
use crate::unit::{Unit, UnitRange};

/// The most units that one plan may have.
pub const UNITS_MAX: usize = 200_000;

/// A place in the plan, in the plan's own length unit; y grows downwards.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    pub x: f32,
    pub y: f32,
}

impl Point {
    pub fn distance(self, other: Point) -> f32 {
        (self.x - other.x).hypot(self.y - other.y)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SectionKind {
    /// Numbered seats that the buyer chooses.
    Reserved,
    /// Places that the buyer counts but doesn't choose.
    GeneralAdmission,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    Standard,
    /// For a wheelchair or step-free.
    Accessible,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Seat {
    pub number: Box<str>,
    pub position: Point,
    pub access: Access,
    /// Index into [`SeatMap::categories`].
    pub category: u16,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    pub label: Box<str>,
    pub units: UnitRange,
    /// The row's units cut at aisles and gaps: neighbours within a run sit side by side.
    pub runs: Vec<UnitRange>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    pub id: SectionId,
    pub name: Box<str>,
    pub kind: SectionKind,
    pub units: UnitRange,
    /// Empty for general admission.
    pub rows: Vec<Row>,
    /// The category of a general-admission section; seats have their own.
    pub category: u16,
    /// Where the section's name is shown.
    pub label_at: Point,
    /// One seat per unit, in unit order. Empty for general admission.
    pub seats: Vec<Seat>,
}

/// A shape that helps to find one's way, such as the stage. Sells nothing.
///
/// Its points and its text's position are relative to `position`, around which all of it is turned clockwise. A rectangle has its
/// corner there, a circle or ellipse its middle.
#[derive(Debug, Clone, PartialEq)]
pub struct Decoration {
    pub shape: Shape,
    pub position: Point,
    pub rotation_degrees: f32,
    pub color: Option<Box<str>>,
    pub border_color: Option<Box<str>>,
    pub text: Option<Text>,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    Polygon(Vec<Point>),
    Rectangle { width: f32, height: f32 },
    Ellipse { radius_x: f32, radius_y: f32 },
    Circle { radius: f32 },
    Text,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Text {
    pub text: Box<str>,
    pub position: Point,
    pub color: Option<Box<str>>,
    pub size: f32,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Category {
    pub name: Box<str>,
    pub color: Option<Box<str>>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct SeatMap {
    pub id: SeatMapId,
    pub name: Box<str>,
    pub width: f32,
    pub height: f32,
    pub categories: Vec<Category>,
    pub sections: Vec<Section>,
    pub decorations: Vec<Decoration>,
    /// What the audience looks at; the nearer, the better the seat.
    pub focus: Point,
}

#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum BadSeatMap {
    #[error("a plan needs at least one unit and at most {UNITS_MAX}, this one has {units}")]
    Size { units: usize },
    #[error(
        "section {section} doesn't begin where the one before it ends, or its rows and seats don't cover its units"
    )]
    Gap { section: usize },
    #[error("section {section} names a category that doesn't exist")]
    Category { section: usize },
    #[error("two sections share an id")]
    DoubledSection,
}

impl SeatMap {
    pub fn units(&self) -> u32 {
        self.sections.last().map_or(0, |section| section.units.end())
    }

    /// The section that `unit` lies in, by index.
    pub fn section_of(&self, unit: Unit) -> Option<usize> {
        let index = self.sections.partition_point(|section| section.units.end() <= unit.0);
        (index < self.sections.len()).then_some(index)
    }

    pub fn section(&self, id: SectionId) -> Option<(usize, &Section)> {
        self.sections.iter().enumerate().find(|(_, section)| section.id == id)
    }

    /// Where `unit` is: its section, and its row and seat unless it is general admission.
    pub fn place(&self, unit: Unit) -> Option<Place<'_>> {
        let section = &self.sections[self.section_of(unit)?];
        let seat = section.seats.get((unit.0 - section.units.first.0) as usize);
        let row = section.rows.get(section.rows.partition_point(|row| row.units.end() <= unit.0));
        Some(Place { section, seat: seat.zip(row) })
    }

    /// Whether `unit` is a numbered seat.
    pub fn is_seat(&self, unit: Unit) -> bool {
        self.section_of(unit).is_some_and(|section| {
            let section = &self.sections[section];
            ((unit.0 - section.units.first.0) as usize) < section.seats.len()
        })
    }

    pub fn seat_id(&self, unit: Unit) -> SeatId {
        SeatId { map_tag: self.tag(), unit }
    }

    /// The unit that `seat` names, if it names a numbered seat of this plan.
    pub fn unit_of(&self, seat: SeatId) -> Option<Unit> {
        (seat.map_tag == self.tag() && self.is_seat(seat.unit)).then_some(seat.unit)
    }

    /// Refuses a plan whose parts don't add up; everything else relies on this.
    pub fn check(&self) -> Result<(), BadSeatMap> {
        let units: usize = self.sections.iter().map(|section| section.units.count as usize).sum();
        if units == 0 || units > UNITS_MAX {
            return Err(BadSeatMap::Size { units });
        }
        let mut next = 0;
        for (index, section) in self.sections.iter().enumerate() {
            if section.units.first.0 != next || !section.adds_up() {
                return Err(BadSeatMap::Gap { section: index });
            }
            next = section.units.end();
            let known = |category: u16| usize::from(category) < self.categories.len();
            if !known(section.category) || !section.seats.iter().all(|seat| known(seat.category)) {
                return Err(BadSeatMap::Category { section: index });
            }
        }
        let mut ids: Vec<_> = self.sections.iter().map(|section| section.id).collect();
        ids.sort_unstable();
        if ids.windows(2).any(|pair| pair[0] == pair[1]) {
            return Err(BadSeatMap::DoubledSection);
        }
        Ok(())
    }

    fn tag(&self) -> u32 {
        let id = self.id.as_u128();
        (id ^ (id >> 32) ^ (id >> 64) ^ (id >> 96)) as u32
    }
}

impl Section {
    fn adds_up(&self) -> bool {
        match self.kind {
            SectionKind::GeneralAdmission => self.rows.is_empty() && self.seats.is_empty() && self.units.count > 0,
            SectionKind::Reserved => {
                self.units.count > 0
                    && self.seats.len() == self.units.count as usize
                    && covers(self.units, self.rows.iter().map(|row| row.units))
                    && self.rows.iter().all(|row| covers(row.units, row.runs.iter().copied()))
            }
        }
    }
}

/// Whether `parts`, in order, are exactly `whole`, none of them empty.
fn covers(whole: UnitRange, parts: impl Iterator<Item = UnitRange>) -> bool {
    let mut next = whole.first.0;
    for part in parts {
        if part.first.0 != next || part.count == 0 {
            return false;
        }
        next = part.end();
    }
    next == whole.end()
}

/// Where a unit is.
#[derive(Debug, Clone, Copy)]
pub struct Place<'map> {
    pub section: &'map Section,
    /// The seat and its row; `None` for general admission.
    pub seat: Option<(&'map Seat, &'map Row)>,
}

/// Names one numbered seat of one plan. Carries the unit, so that reading it needs no table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SeatId {
    map_tag: u32,
    unit: Unit,
}

impl SeatId {
    pub const PREFIX: &'static str = "seat_";
    const DIGITS_SKIPPED: usize = 13;
}

impl fmt::Display for SeatId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = id::encode(u128::from(self.map_tag) << 32 | u128::from(self.unit.0));
        out.write_str(Self::PREFIX)?;
        out.write_str(std::str::from_utf8(&digits[Self::DIGITS_SKIPPED..]).expect("base-32 digits are ASCII"))
    }
}

impl FromStr for SeatId {
    type Err = BadId;

    fn from_str(text: &str) -> Result<Self, BadId> {
        let bad = BadId { prefix: Self::PREFIX };
        let digits = text.strip_prefix(Self::PREFIX).ok_or(bad)?;
        let value = id::decode(&format!("{:0<1$}{digits}", "", Self::DIGITS_SKIPPED)).ok_or(bad)?;
        let value = u64::try_from(value).map_err(|_| bad)?;
        Ok(Self { map_tag: (value >> 32) as u32, unit: Unit(value as u32) })
    }
}

/// Cuts a row into runs of neighbours: a gap wider than one and a half times the row's usual spacing is an aisle.
///
/// `positions` are the row's seats in order; `first` is the unit of the first of them.
pub fn runs_of(first: u32, positions: &[Point]) -> Vec<UnitRange> {
    let gaps: Vec<f32> = positions.windows(2).map(|pair| pair[0].distance(pair[1])).collect();
    let mut sorted = gaps.clone();
    sorted.sort_by(f32::total_cmp);
    let usual = sorted.get(sorted.len() / 2).copied().unwrap_or(0.0);
    let mut runs = Vec::new();
    let mut start = 0;
    for (index, gap) in gaps.iter().enumerate() {
        if *gap > usual * 1.5 {
            runs.push(UnitRange::new(first + start, index as u32 + 1 - start));
            start = index as u32 + 1;
        }
    }
    if positions.len() as u32 > start {
        runs.push(UnitRange::new(first + start, positions.len() as u32 - start));
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_aisle_cuts_a_row() {
        let at = |x: f32| Point { x, y: 0.0 };
        let row: Vec<Point> = [0.0, 10.0, 20.0, 45.0, 55.0].map(at).to_vec();
        assert_eq!(runs_of(7, &row), [UnitRange::new(7, 3), UnitRange::new(10, 2)]);
        assert_eq!(runs_of(0, &row[..1]), [UnitRange::new(0, 1)]);
        assert!(runs_of(0, &[]).is_empty());
    }

    #[test]
    fn a_seat_id_survives_its_text_and_nothing_else_is_one() {
        let id = SeatId { map_tag: u32::MAX, unit: Unit(79_999) };
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_eq!(id.to_string().len(), 18);
        for bad in ["seat_", "seat_0", "sec_0000000000000", "seat_zzzzzzzzzzzzz", "seat_00000000000000"] {
            assert!(bad.parse::<SeatId>().is_err(), "{bad}");
        }
    }
}
