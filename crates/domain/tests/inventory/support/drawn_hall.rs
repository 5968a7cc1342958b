//! Halls drawn as text, so that a test shows what it is about.

use std::sync::Arc;

use admit_domain::hall::Hall;
use admit_domain::id::{SeatMapId, SectionId, TierId};
use admit_domain::seat_map::{Access, Category, Point, Row, Seat, SeatMap, Section, SectionKind};
use admit_domain::terms::TierIndex;
use admit_domain::unit::{Unit, UnitRange};

/// How far apart neighbours and rows are.
const STEP: f32 = 10.0;

/// A section of a hall.
pub(crate) enum Part {
    /// A line a row: a letter is a seat of that tier (`A` the best), `.` a seat that isn't for sale, `_` an aisle.
    Rows(&'static [&'static str]),
    /// Places of a general-admission section of this tier; `.` isn't for sale.
    General(char, u32),
}

/// A hall whose audience looks at the middle of what lies before its first row.
pub(crate) fn drawn(parts: &[Part]) -> Arc<Hall> {
    let widest = parts.iter().flat_map(|part| match part {
        Part::Rows(lines) => lines.iter().map(|line| line.chars().count()).collect(),
        Part::General(..) => Vec::new(),
    });
    let columns = widest.max().unwrap_or(1);
    facing((columns - 1) as f32 / 2.0, parts)
}

/// A hall whose audience looks at `column`, before the first row.
pub(crate) fn facing(column: f32, parts: &[Part]) -> Arc<Hall> {
    let mut sections = Vec::new();
    let mut tiers = Vec::new();
    let mut line_count = 0;
    for (index, part) in parts.iter().enumerate() {
        let id = SectionId::from_u128(index as u128 + 1);
        sections.push(match part {
            Part::Rows(lines) => reserved(id, lines, &mut line_count, &mut tiers),
            Part::General(tier, count) => general(id, *tier, *count, &mut line_count, &mut tiers),
        });
    }
    let map = SeatMap {
        id: SeatMapId::from_u128(1),
        name: "drawn".into(),
        width: 1000.0,
        height: 1000.0,
        categories: vec![Category { name: "any".into(), color: None }],
        sections,
        decorations: Vec::new(),
        focus: Point { x: column * STEP, y: -STEP },
    };
    map.check().expect("a drawn plan adds up");
    let tier_count = tiers.iter().flatten().map(|tier: &TierIndex| tier.index() + 1).max().unwrap_or(1);
    Arc::new(Hall::new(Arc::new(map), &tiers, tier_count).expect("a drawn hall is one"))
}

pub(crate) fn tier_id(index: usize) -> TierId {
    TierId::from_u128(index as u128 + 1)
}

fn tier(letter: char) -> Option<TierIndex> {
    letter.is_ascii_uppercase().then(|| TierIndex(letter as u8 - b'A'))
}

fn reserved(id: SectionId, lines: &[&str], line_count: &mut u32, tiers: &mut Vec<Option<TierIndex>>) -> Section {
    let first = tiers.len() as u32;
    let (mut rows, mut seats) = (Vec::new(), Vec::new());
    for line in lines {
        let row_first = tiers.len() as u32;
        let mut runs: Vec<UnitRange> = Vec::new();
        let mut after_aisle = true;
        for (column, letter) in line.chars().enumerate() {
            if letter == '_' {
                after_aisle = true;
                continue;
            }
            match runs.last_mut().filter(|_| !after_aisle) {
                Some(run) => run.count += 1,
                None => runs.push(UnitRange { first: Unit(tiers.len() as u32), count: 1 }),
            }
            after_aisle = false;
            let position = Point { x: column as f32 * STEP, y: *line_count as f32 * STEP };
            seats.push(Seat {
                number: (column + 1).to_string().into(),
                position,
                access: Access::Standard,
                category: 0,
            });
            tiers.push(tier(letter));
        }
        let units = UnitRange::new(row_first, tiers.len() as u32 - row_first);
        rows.push(Row { label: line_count.to_string().into(), units, runs });
        *line_count += 1;
    }
    section(id, SectionKind::Reserved, UnitRange::new(first, tiers.len() as u32 - first), *line_count, rows, seats)
}

fn general(
    id: SectionId,
    letter: char,
    count: u32,
    line_count: &mut u32,
    tiers: &mut Vec<Option<TierIndex>>,
) -> Section {
    let first = tiers.len() as u32;
    tiers.extend((0..count).map(|_| tier(letter)));
    *line_count += 1;
    section(id, SectionKind::GeneralAdmission, UnitRange::new(first, count), *line_count, Vec::new(), Vec::new())
}

fn section(id: SectionId, kind: SectionKind, units: UnitRange, line: u32, rows: Vec<Row>, seats: Vec<Seat>) -> Section {
    let label_at = Point { x: 0.0, y: (line as f32 - 1.0) * STEP };
    Section { id, name: format!("{id}").into(), kind, units, rows, category: 0, label_at, seats }
}
