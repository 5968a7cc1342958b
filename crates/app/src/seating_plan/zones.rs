//! Zones, rows and seats of a plan; each zone that has seats becomes a section.

use std::collections::HashMap;
use std::fmt;

use admit_domain::seat_map::{Access, Decoration, Point, Seat, UNITS_MAX};

use super::areas::read_areas;
use super::cursor::{Cursor, LABEL_CHARS_MAX, TEXT_CHARS_MAX};
use super::faults::PlanFaults;
use super::frame::{ORIGIN, sum};
use super::sections::{RowSeats, SECTIONS_MAX, Sections};

/// Everything that zones add to.
pub(super) struct Zones<'a> {
    pub(super) sections: Sections,
    pub(super) decorations: Vec<Decoration>,
    /// By name. `None` if the list itself is wrong: then no seat's category can be judged.
    pub(super) categories: Option<HashMap<&'a str, SeatCategory>>,
    guids: HashMap<&'a str, SeatIndex>,
    seats: usize,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct SeatCategory {
    pub(super) index: u16,
    pub(super) access: Access,
}

#[derive(Debug, Clone, Copy, Default)]
struct SeatIndex {
    zone: usize,
    row: usize,
    seat: usize,
}

impl fmt::Display for SeatIndex {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "$.zones[{}].rows[{}].seats[{}]", self.zone, self.row, self.seat)
    }
}

/// What a row says about each of its seats.
struct RowRules<'a> {
    label: Option<&'a str>,
    origin: Point,
}

impl<'a> Zones<'a> {
    pub(super) fn new(sections: Sections, categories: Option<HashMap<&'a str, SeatCategory>>) -> Self {
        Self { sections, decorations: Vec::new(), categories, guids: HashMap::new(), seats: 0 }
    }

    pub(super) fn read(&mut self, zones: Cursor<'a, '_>, faults: &mut PlanFaults) {
        for (index, zone) in zones.items(SECTIONS_MAX, faults).enumerate() {
            if zone.is_object(faults) {
                self.read_zone(zone, index, faults);
            }
        }
        if self.seats == 0 && faults.total() == 0 {
            zones.fault(faults, "no zone has a seat");
        }
        if self.seats > UNITS_MAX {
            zones.fault(faults, format_args!("there are {} seats, a plan may have {UNITS_MAX}", self.seats));
        }
    }

    fn read_zone(&mut self, zone: Cursor<'a, '_>, index: usize, faults: &mut PlanFaults) {
        let named = zone.optional_text("name", TEXT_CHARS_MAX, faults).map(str::trim).filter(|name| !name.is_empty());
        let id = zone.optional_text("zone_id", TEXT_CHARS_MAX, faults).map(str::trim).filter(|id| !id.is_empty());
        let name = named.or(id).map_or_else(|| format!("Zone {}", index + 1), str::to_owned);
        zone.check_unused(&["uuid"], &[], faults);
        let origin = zone.required("position", faults).and_then(|position| position.point(faults)).unwrap_or(ORIGIN);
        let mut section = Vec::new();
        if let Some(rows) = zone.required("rows", faults) {
            let mut at = SeatIndex { zone: index, ..SeatIndex::default() };
            for (row_index, row) in rows.items(UNITS_MAX, faults).enumerate() {
                at.row = row_index;
                section.extend(self.read_row(row, origin, at, faults));
            }
        }
        if let Some(areas) = zone.optional("areas") {
            read_areas(areas, origin, &mut self.decorations, faults);
        }
        self.sections.add_reserved(name.into(), section);
    }

    fn read_row(
        &mut self,
        row: Cursor<'a, '_>,
        zone: Point,
        mut at: SeatIndex,
        faults: &mut PlanFaults,
    ) -> Option<RowSeats> {
        if !row.is_object(faults) {
            return None;
        }
        let number = row.required_text("row_number", LABEL_CHARS_MAX, faults).unwrap_or_default();
        let pattern = row.optional_text("row_label", LABEL_CHARS_MAX, faults);
        let label = labelled(pattern, number).unwrap_or_else(|| {
            row.fault(faults, format_args!("its label is longer than {LABEL_CHARS_MAX} characters"));
            String::new()
        });
        let rules = RowRules {
            label: row.optional_text("seat_label", LABEL_CHARS_MAX, faults),
            origin: sum(zone, row.optional_point("position", faults)),
        };
        row.check_unused(&["uuid", "row_number_position"], &["seats_spacing", "number_of_seats"], faults);
        let list = row.required("seats", faults)?;
        let mut seats = Vec::new();
        for (index, seat) in list.items(UNITS_MAX, faults).enumerate() {
            self.seats += 1;
            at.seat = index;
            seats.extend(self.read_seat(seat, &rules, at, faults));
        }
        Some(RowSeats { label: label.into(), seats })
    }

    fn read_seat(
        &mut self,
        seat: Cursor<'a, '_>,
        row: &RowRules<'_>,
        at: SeatIndex,
        faults: &mut PlanFaults,
    ) -> Option<Seat> {
        if !seat.is_object(faults) {
            return None;
        }
        self.read_guid(seat, at, faults);
        let plain = seat.required_text("seat_number", LABEL_CHARS_MAX, faults);
        let number = plain.and_then(|plain| {
            let number = labelled(row.label, plain);
            if number.is_none() {
                seat.fault(faults, format_args!("its label is longer than {LABEL_CHARS_MAX} characters"));
            }
            number
        });
        let position = seat.required("position", faults).and_then(|position| position.point(faults));
        let category = self.read_category(seat, faults);
        seat.check_unused(&["uuid", "start_direction"], &["radius"], faults);
        let category = category?;
        Some(Seat {
            number: number?.into(),
            position: sum(row.origin, position?),
            access: category.access,
            category: category.index,
        })
    }

    fn read_guid(&mut self, seat: Cursor<'a, '_>, at: SeatIndex, faults: &mut PlanFaults) {
        let Some(field) = seat.required("seat_guid", faults) else { return };
        let Some(guid) = field.text(TEXT_CHARS_MAX, faults) else { return };
        if guid.is_empty() {
            field.fault(faults, "is empty");
        } else if let Some(first) = self.guids.insert(guid, at) {
            field.fault(faults, format_args!("is also the guid of {first}"));
            self.guids.insert(guid, first);
        }
    }

    fn read_category(&self, seat: Cursor<'a, '_>, faults: &mut PlanFaults) -> Option<SeatCategory> {
        let field = seat.required("category", faults)?;
        let name = field.text(TEXT_CHARS_MAX, faults)?;
        let category = self.categories.as_ref()?.get(name).copied();
        if category.is_none() {
            field.fault(faults, format_args!("{name:?} is not among the plan's categories"));
        }
        category
    }
}

/// `number` as `pattern` wants it shown. `None` if that gets too long.
fn labelled(pattern: Option<&str>, number: &str) -> Option<String> {
    let label = match pattern {
        Some(pattern) if !pattern.trim().is_empty() => pattern.replace("%s", number),
        _ => number.to_owned(),
    };
    (label.chars().count() <= LABEL_CHARS_MAX).then_some(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_the_number_in_its_pattern() {
        assert_eq!(labelled(Some("Row %s"), "A").as_deref(), Some("Row A"));
        assert_eq!(labelled(Some("Box"), "A").as_deref(), Some("Box"));
        assert_eq!(labelled(Some(" "), "A").as_deref(), Some("A"));
        assert_eq!(labelled(None, "A").as_deref(), Some("A"));
        assert_eq!(labelled(Some(&"%s".repeat(32)), "1234"), None);
    }
}
