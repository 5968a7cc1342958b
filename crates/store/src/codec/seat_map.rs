//! Seating plans as they are stored: compact JSON that says nothing twice.
//!
//! Units aren't written, since a checked plan numbers them in order. A section's seats lie in columns, so that 80,000
//! seats take 2 MB and are read in some ten milliseconds. Lengths are texts: JSON's readers go through `f64`, which
//! rounds twice, while the standard library's `f32` texts are read back to the very same bits.

use std::borrow::Cow;

use admit_domain::id::{SeatMapId, SectionId};
use admit_domain::seat_map::{Access, Category, Point, Row, Seat, SeatMap, Section, SectionKind};
use admit_domain::unit::UnitRange;
use serde::{Deserialize, Serialize};

use super::seat_map_shapes::{DecorationBody, Length, PointBody, point, point_body};
use crate::db::DbError;

#[derive(Serialize, Deserialize)]
struct Body<'a> {
    width: Length,
    height: Length,
    focus: PointBody,
    /// Name and colour.
    #[serde(borrow)]
    categories: Vec<(Cow<'a, str>, Option<Cow<'a, str>>)>,
    #[serde(borrow)]
    sections: Vec<SectionBody<'a>>,
    #[serde(borrow)]
    decorations: Vec<DecorationBody<'a>>,
}

#[derive(Serialize, Deserialize)]
struct SectionBody<'a> {
    /// 128 bits as hexadecimal digits.
    id: String,
    #[serde(borrow)]
    name: Cow<'a, str>,
    category: u16,
    label_at: PointBody,
    #[serde(borrow)]
    places: PlacesBody<'a>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum PlacesBody<'a> {
    /// How many.
    GeneralAdmission(u32),
    #[serde(borrow)]
    Reserved(SeatsBody<'a>),
}

#[derive(Serialize, Deserialize)]
struct SeatsBody<'a> {
    /// Label and how many seats each run of neighbours has.
    #[serde(borrow)]
    rows: Vec<(Cow<'a, str>, Vec<u32>)>,
    #[serde(borrow)]
    numbers: Vec<Cow<'a, str>>,
    /// `x,y` of every seat, with spaces between.
    #[serde(borrow)]
    positions: Cow<'a, str>,
    /// Category and how many seats in a row have it.
    categories: Vec<(u16, u32)>,
    /// Which seats, counted from the section's first.
    accessible: Vec<u32>,
}

/// Writes a plan without its id and name, which have columns of their own.
pub(crate) fn seat_map_body(map: &SeatMap) -> Result<Vec<u8>, DbError> {
    map.check().map_err(|error| DbError::corrupt(format!("seating plan {}: {error}", map.id)))?;
    let body = Body {
        width: Length(map.width),
        height: Length(map.height),
        focus: point_body(map.focus),
        categories: map
            .categories
            .iter()
            .map(|category| (borrowed(&category.name), category.color.as_deref().map(borrowed)))
            .collect(),
        sections: map.sections.iter().map(section_body).collect(),
        decorations: map.decorations.iter().map(DecorationBody::from).collect(),
    };
    Ok(serde_json::to_vec(&body).expect("texts and numbers are always JSON"))
}

/// Reads what [`seat_map_body`] wrote.
pub(crate) fn seat_map_from(id: SeatMapId, name: &str, body: &[u8]) -> Result<SeatMap, DbError> {
    let corrupt = |what: String| DbError::corrupt(format!("seating plan {id}: {what}"));
    let body: Body<'_> = serde_json::from_slice(body).map_err(|error| corrupt(error.to_string()))?;
    let mut sections = Vec::with_capacity(body.sections.len());
    let mut first = 0;
    for section in body.sections {
        let section = section_from(section, first).ok_or_else(|| corrupt("a section doesn't add up".to_owned()))?;
        first = section.units.end();
        sections.push(section);
    }
    let map = SeatMap {
        id,
        name: name.into(),
        width: body.width.0,
        height: body.height.0,
        categories: body
            .categories
            .into_iter()
            .map(|(name, color)| Category { name: name.into(), color: color.map(Into::into) })
            .collect(),
        sections,
        decorations: body.decorations.into_iter().map(Into::into).collect(),
        focus: point(body.focus),
    };
    map.check().map_err(|error| corrupt(error.to_string()))?;
    Ok(map)
}

fn borrowed(text: &str) -> Cow<'_, str> {
    Cow::Borrowed(text)
}

fn section_body(section: &Section) -> SectionBody<'_> {
    SectionBody {
        id: format!("{:032x}", section.id.as_u128()),
        name: borrowed(&section.name),
        category: section.category,
        label_at: point_body(section.label_at),
        places: match section.kind {
            SectionKind::GeneralAdmission => PlacesBody::GeneralAdmission(section.units.count),
            SectionKind::Reserved => PlacesBody::Reserved(seats_body(section)),
        },
    }
}

fn seats_body(section: &Section) -> SeatsBody<'_> {
    let seats = &section.seats;
    let run_counts = |row: &Row| row.runs.iter().map(|run| run.count).collect();
    let positions: Vec<String> = seats.iter().map(|seat| format!("{},{}", seat.position.x, seat.position.y)).collect();
    let mut categories: Vec<(u16, u32)> = Vec::new();
    for seat in seats {
        match categories.last_mut() {
            Some((category, count)) if *category == seat.category => *count += 1,
            _ => categories.push((seat.category, 1)),
        }
    }
    SeatsBody {
        rows: section.rows.iter().map(|row| (borrowed(&row.label), run_counts(row))).collect(),
        numbers: seats.iter().map(|seat| borrowed(&seat.number)).collect(),
        positions: positions.join(" ").into(),
        categories,
        accessible: (0..)
            .zip(seats)
            .filter(|(_, seat)| seat.access == Access::Accessible)
            .map(|(offset, _)| offset)
            .collect(),
    }
}

/// `None` if it isn't what [`section_body`] wrote.
fn section_from(body: SectionBody<'_>, first: u32) -> Option<Section> {
    let (kind, count, rows, seats) = match body.places {
        PlacesBody::GeneralAdmission(count) => (SectionKind::GeneralAdmission, count, Vec::new(), Vec::new()),
        PlacesBody::Reserved(seats) => {
            let rows = rows_from(&seats.rows, first)?;
            let count = rows.last().map_or(0, |row| row.units.end() - first);
            (SectionKind::Reserved, count, rows, seats_from(seats)?)
        }
    };
    first.checked_add(count)?;
    Some(Section {
        id: SectionId::from_u128(u128::from_str_radix(&body.id, 16).ok()?),
        name: body.name.into(),
        kind,
        units: UnitRange::new(first, count),
        rows,
        category: body.category,
        label_at: point(body.label_at),
        seats,
    })
}

fn rows_from(rows: &[(Cow<'_, str>, Vec<u32>)], first: u32) -> Option<Vec<Row>> {
    let mut next = first;
    rows.iter()
        .map(|(label, counts)| {
            let start = next;
            let mut runs = Vec::with_capacity(counts.len());
            for count in counts {
                runs.push(UnitRange::new(next, *count));
                next = next.checked_add(*count)?;
            }
            Some(Row { label: (&**label).into(), units: UnitRange::new(start, next - start), runs })
        })
        .collect()
}

fn seats_from(body: SeatsBody<'_>) -> Option<Vec<Seat>> {
    let total: u64 = body.categories.iter().map(|(_, count)| u64::from(*count)).sum();
    if total != body.numbers.len() as u64 {
        return None;
    }
    let categories = body.categories.iter().flat_map(|(category, count)| (0..*count).map(|_| *category));
    let mut seats = Vec::with_capacity(body.numbers.len());
    let mut positions = body.positions.split(' ');
    for (number, category) in body.numbers.into_iter().zip(categories) {
        let (x, y) = positions.next()?.split_once(',')?;
        let position = Point { x: x.parse().ok()?, y: y.parse().ok()? };
        seats.push(Seat { number: number.into(), position, access: Access::Standard, category });
    }
    for offset in body.accessible {
        seats.get_mut(offset as usize)?.access = Access::Accessible;
    }
    Some(seats)
}

#[cfg(test)]
#[path = "seat_map_tests.rs"]
mod tests;
