//! The places of an event, as its map shows them.

use std::collections::HashMap;
use std::ops::Range;

use anyhow::Context;
use serde_json::Value;

use super::requests::{list, text};

pub(crate) struct Hall {
    pub(crate) event: String,
    pub(crate) reserve_path: String,
    pub(crate) release_path: String,
    /// The seats' ids in unit order; a place of general admission has an empty one.
    pub(crate) seats: Vec<String>,
    pub(crate) sections: Vec<Section>,
    /// The units of each row of seats.
    pub(crate) rows: Vec<Range<u32>>,
    /// Others may buy here at the same time, of whom nothing is known.
    pub(crate) is_shared: bool,
    unit_of: HashMap<String, u32>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Section {
    pub(crate) id: String,
    pub(crate) units: Range<u32>,
    pub(crate) is_general: bool,
}

impl Hall {
    /// From the answer to `GET /seats/{event}/map`.
    pub(crate) fn read(event: &str, map: &Value) -> anyhow::Result<Self> {
        let mut hall = Hall {
            event: event.to_owned(),
            reserve_path: format!("/api/v1/seats/{event}/reserve"),
            release_path: format!("/api/v1/seats/{event}/release"),
            seats: Vec::new(),
            sections: Vec::new(),
            rows: Vec::new(),
            is_shared: false,
            unit_of: HashMap::new(),
        };
        for section in list(map, "sections")? {
            hall.add(section)?;
        }
        Ok(hall)
    }

    /// The same hall, where others may buy too.
    pub(crate) fn with_others(self) -> Self {
        Hall { is_shared: true, ..self }
    }

    fn add(&mut self, section: &Value) -> anyhow::Result<()> {
        let units = &section["units"];
        let number = |field: &str| units[field].as_u64().and_then(|number| u32::try_from(number).ok());
        let (first, count) = number("first").zip(number("count")).context("a section doesn't say its units")?;
        anyhow::ensure!(first as usize == self.seats.len(), "the sections aren't in unit order");
        for row in section["rows"].as_array().into_iter().flatten() {
            let start = self.seats.len() as u32;
            for seat in list(row, "seats")? {
                let id = text(seat, "id")?.to_owned();
                self.unit_of.insert(id.clone(), self.seats.len() as u32);
                self.seats.push(id);
            }
            self.rows.push(start..self.seats.len() as u32);
        }
        let is_general = section["kind"] == "general_admission";
        if is_general {
            self.seats.resize((first + count) as usize, String::new());
        }
        anyhow::ensure!(self.seats.len() == (first + count) as usize, "a section has other seats than units");
        let id = text(section, "id")?.to_owned();
        self.sections.push(Section { id, units: first..first + count, is_general });
        Ok(())
    }

    pub(crate) fn units(&self) -> u32 {
        self.seats.len() as u32
    }

    pub(crate) fn unit_of(&self, seat: &str) -> Option<u32> {
        self.unit_of.get(seat).copied()
    }

    /// The index of the section with this id.
    pub(crate) fn section(&self, id: &str) -> Option<usize> {
        self.sections.iter().position(|section| section.id == id)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_map_is_read_in_unit_order() {
        let map = json!({ "sections": [
            { "id": "sec_a", "kind": "reserved", "units": { "first": 0, "count": 3 },
              "rows": [{ "seats": [{ "id": "seat_a" }, { "id": "seat_b" }] }, { "seats": [{ "id": "seat_c" }] }] },
            { "id": "sec_b", "kind": "general_admission", "units": { "first": 3, "count": 2 }, "rows": [] },
        ] });
        let hall = Hall::read("evt_x", &map).unwrap();
        assert_eq!((hall.units(), hall.unit_of("seat_c"), hall.unit_of("")), (5, Some(2), None));
        assert_eq!(hall.rows, [0..2, 2..3]);
        assert_eq!(hall.sections[1], Section { id: "sec_b".into(), units: 3..5, is_general: true });
        let gap = json!({ "sections": [{ "id": "sec_a", "kind": "reserved", "units": { "first": 1, "count": 1 } }] });
        assert!(Hall::read("evt_x", &gap).is_err());
    }
}
