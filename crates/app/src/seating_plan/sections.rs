//! Puts sections together: gives each its id and units, and finds which of a row's seats are truly side by side.

use admit_domain::id::{SeatMapId, SectionId};
use admit_domain::seat_map::{Point, Row, Seat, Section, SectionKind};
use admit_domain::unit::UnitRange;

use super::frame::ORIGIN;
use super::rows::{in_order, runs, usual_gap};

/// More than any venue has, and few enough for an index of 16 bits.
pub(super) const SECTIONS_MAX: usize = 10_000;

/// A row before its seats have units.
pub(super) struct RowSeats {
    pub(super) label: Box<str>,
    pub(super) seats: Vec<Seat>,
}

/// The sections so far, in unit order.
pub(super) struct Sections {
    map: SeatMapId,
    list: Vec<Section>,
    units: u32,
}

impl Sections {
    pub(super) fn new(map: SeatMapId) -> Self {
        Self { map, list: Vec::new(), units: 0 }
    }

    pub(super) fn finish(self) -> Vec<Section> {
        self.list
    }

    /// Adds a section of numbered seats; one without any sells nothing and is left out.
    pub(super) fn add_reserved(&mut self, name: Box<str>, mut rows: Vec<RowSeats>) {
        rows.retain(|row| !row.seats.is_empty());
        let Some(category) = rows.first().map(|row| row.seats[0].category) else { return };
        for row in &mut rows {
            row.seats = in_order(std::mem::take(&mut row.seats));
        }
        let usual = usual_gap(&rows);
        let mut section = Section {
            id: self.next_id(),
            name,
            kind: SectionKind::Reserved,
            units: UnitRange::new(self.units, 0),
            rows: Vec::with_capacity(rows.len()),
            category,
            label_at: ORIGIN,
            seats: Vec::with_capacity(rows.iter().map(|row| row.seats.len()).sum()),
        };
        for RowSeats { label, seats } in rows {
            let positions: Vec<Point> = seats.iter().map(|seat| seat.position).collect();
            let units = UnitRange::new(section.units.end(), seats.len() as u32);
            section.rows.push(Row { label, units, runs: runs(units.first.0, &positions, usual) });
            section.units.count += units.count;
            section.seats.extend(seats);
        }
        section.label_at = middle(&section.seats);
        self.push(section);
    }

    /// Adds a section whose places the buyer counts but doesn't choose.
    pub(super) fn add_general_admission(&mut self, name: Box<str>, capacity: u32, category: u16, label_at: Point) {
        self.push(Section {
            id: self.next_id(),
            name,
            kind: SectionKind::GeneralAdmission,
            units: UnitRange::new(self.units, capacity),
            rows: Vec::new(),
            category,
            label_at,
            seats: Vec::new(),
        });
    }

    fn next_id(&self) -> SectionId {
        SectionId::from_u128(self.map.as_u128().wrapping_add(1 + self.list.len() as u128))
    }

    fn push(&mut self, section: Section) {
        self.units = section.units.end();
        self.list.push(section);
    }
}

fn middle(seats: &[Seat]) -> Point {
    let (mut x, mut y) = (0.0, 0.0);
    for seat in seats {
        x += f64::from(seat.position.x);
        y += f64::from(seat.position.y);
    }
    let count = seats.len() as f64;
    Point { x: (x / count) as f32, y: (y / count) as f32 }
}
