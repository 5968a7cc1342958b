//! Makes a plan out of a list of sections, for venues that have no file: areas where one stands, and simple blocks of rows.

use std::collections::HashMap;

use admit_domain::id::SeatMapId;
use admit_domain::seat_map::{Category, Decoration, Point, Seat, SeatMap, Shape, Text, UNITS_MAX};

use super::faults::{Path, PlanFaults};
use super::frame::frame;
use super::read::access_of;
use super::sections::{RowSeats, Sections};

const SECTIONS_MAX: usize = 500;
/// Rows, and seats in a row: no block is larger, and it keeps the drawing's measures sane.
const GRID_SIDE_MAX: usize = 1_000;
const NAME_CHARS_MAX: usize = 100;
const SEAT_PITCH: f32 = 24.0;
const ROW_PITCH: f32 = 28.0;
/// The side of the square that one standing place takes in the drawing.
const STANDING_PITCH: f32 = 14.0;
const GAP: f32 = 40.0;
const STAGE_HEIGHT: f32 = 60.0;
const WIDTH_MIN: f32 = 600.0;
/// Up to this many sections stand one behind the other, as they are listed; more are set side by side too.
const STACK_MAX: usize = 8;
/// Told apart at a glance, also by those who see red and green alike.
const COLORS: [&str; 8] = ["#7c3aed", "#0284c7", "#d97706", "#059669", "#db2777", "#4f46e5", "#65a30d", "#475569"];

/// A section of a plan to be made, listed from the stage outwards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanSection {
    pub name: Box<str>,
    /// What its places are sold as. Sections may share one; the plan's categories are these, in the order of their first use.
    pub category: Box<str>,
    pub layout: SectionLayout,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SectionLayout {
    GeneralAdmission { capacity: u32 },
    Reserved { rows: u32, seats_per_row: u32 },
}

impl SectionLayout {
    /// Counted in 64 bits: two hostile factors don't overflow.
    fn units(self) -> u64 {
        match self {
            SectionLayout::GeneralAdmission { capacity } => capacity.into(),
            SectionLayout::Reserved { rows, seats_per_row } => u64::from(rows) * u64::from(seats_per_row),
        }
    }
}

/// Makes the plan `id` with `sections` laid out in front of a stage.
///
/// # Errors
/// Everything that is wrong with the list, with paths such as `$.sections[2].capacity`.
pub fn from_sections(id: SeatMapId, name: &str, sections: &[PlanSection]) -> Result<SeatMap, PlanFaults> {
    check(name, sections)?;
    let mut categories: Vec<Category> = Vec::new();
    let mut by_name = HashMap::new();
    let mut made = Sections::new(id);
    let mut decorations = Vec::new();
    let (places, width, height) = lay_out(sections);
    let stage = Point { x: (width / 4.0).floor(), y: GAP };
    decorations.push(labelled_rectangle("Stage", stage, (width - 2.0 * stage.x, STAGE_HEIGHT)));
    for (section, place) in sections.iter().zip(&places) {
        let category = *by_name.entry(&section.category).or_insert_with(|| {
            let color = COLORS[categories.len() % COLORS.len()];
            categories.push(Category { name: section.category.clone(), color: Some(color.into()) });
            categories.len() as u16 - 1
        });
        match section.layout {
            SectionLayout::GeneralAdmission { capacity } => {
                decorations.push(labelled_rectangle(&section.name, place.corner, place.size));
                made.add_general_admission(section.name.clone(), capacity, category, place.middle());
            }
            SectionLayout::Reserved { rows, seats_per_row } => {
                let rows = (0..rows).map(|row| grid_row(place.corner, row, seats_per_row, &section.category, category));
                made.add_reserved(section.name.clone(), rows.collect());
            }
        }
    }
    let mut sections = made.finish();
    let focus = Point { x: width / 2.0, y: GAP + STAGE_HEIGHT / 2.0 };
    let frame = frame(&mut sections, &mut decorations, Some((width, height)));
    let map = SeatMap {
        id,
        name: name.into(),
        width: frame.width,
        height: frame.height,
        categories,
        sections,
        decorations,
        focus,
    };
    map.check().map_err(|error| PlanFaults::one(&Path::Root, error))?;
    Ok(map)
}

/// Everything that could make the list too large or ambiguous; nothing is made before it passes.
fn check(name: &str, sections: &[PlanSection]) -> Result<(), PlanFaults> {
    let mut faults = PlanFaults::default();
    check_name(&Path::Root.field("name"), name, &mut faults);
    let list = Path::Root.field("sections");
    if sections.is_empty() || sections.len() > SECTIONS_MAX {
        faults.add(&list, format_args!("has {} entries, 1 to {SECTIONS_MAX} are allowed", sections.len()));
        return faults.or(());
    }
    let mut known = HashMap::new();
    for (index, section) in sections.iter().enumerate() {
        let path = list.item(index);
        check_name(&path.field("name"), &section.name, &mut faults);
        check_name(&path.field("category"), &section.category, &mut faults);
        if let Some(first) = known.insert(&section.name, index) {
            faults.add(&path.field("name"), format_args!("is also the name of $.sections[{first}]"));
        }
        match section.layout {
            SectionLayout::GeneralAdmission { capacity } => {
                check_count(&path.field("capacity"), capacity, UNITS_MAX, &mut faults)
            }
            SectionLayout::Reserved { rows, seats_per_row } => {
                check_count(&path.field("rows"), rows, GRID_SIDE_MAX, &mut faults);
                check_count(&path.field("seats_per_row"), seats_per_row, GRID_SIDE_MAX, &mut faults);
            }
        }
    }
    let units: u64 = sections.iter().map(|section| section.layout.units()).fold(0, u64::saturating_add);
    if units > UNITS_MAX as u64 {
        faults.add(&list, format_args!("have {units} places, a plan may have {UNITS_MAX}"));
    }
    faults.or(())
}

fn check_name(path: &Path<'_>, name: &str, faults: &mut PlanFaults) {
    if name.trim().is_empty() {
        faults.add(path, "is empty");
    } else if name.chars().count() > NAME_CHARS_MAX {
        faults.add(path, format_args!("is longer than {NAME_CHARS_MAX} characters"));
    } else if name.chars().any(char::is_control) {
        faults.add(path, "contains a control character");
    }
}

fn check_count(path: &Path<'_>, count: u32, most: usize, faults: &mut PlanFaults) {
    if count == 0 || count as usize > most {
        faults.add(path, format_args!("{count} is outside 1 to {most}"));
    }
}

/// Where a section is drawn.
#[derive(Debug, Clone, Copy)]
struct Place {
    corner: Point,
    size: (f32, f32),
}

impl Place {
    fn middle(self) -> Point {
        Point { x: self.corner.x + self.size.0 / 2.0, y: self.corner.y + self.size.1 / 2.0 }
    }
}

/// Places the sections on shelves below the stage, each shelf in the middle. Also the whole drawing's width and height.
fn lay_out(sections: &[PlanSection]) -> (Vec<Place>, f32, f32) {
    let stacked = sections.len() <= STACK_MAX;
    // What stands one behind the other is as wide as the widest of them would like to be.
    let widest_alone = sections.iter().map(|section| size_of(section.layout, None).0).fold(WIDTH_MIN, f32::max);
    let fixed_width = stacked.then_some(widest_alone);
    let sizes: Vec<(f32, f32)> = sections.iter().map(|section| size_of(section.layout, fixed_width)).collect();
    let surface: f32 = sizes.iter().map(|(width, height)| (width + GAP) * (height + GAP)).sum();
    let widest = sizes.iter().map(|size| size.0).fold(WIDTH_MIN, f32::max);
    let inner = if stacked { widest } else { widest.max((surface * 1.5).sqrt()) };
    let mut places: Vec<Place> = Vec::with_capacity(sizes.len());
    let (mut y, mut next) = (GAP + STAGE_HEIGHT + GAP, 0);
    while next < sizes.len() {
        let mut end = next + 1;
        let mut used = sizes[next].0;
        while !stacked && end < sizes.len() && used + GAP + sizes[end].0 <= inner {
            used += GAP + sizes[end].0;
            end += 1;
        }
        let mut x = GAP + (inner - used) / 2.0;
        for size in &sizes[next..end] {
            places.push(Place { corner: Point { x, y }, size: *size });
            x += size.0 + GAP;
        }
        y += sizes[next..end].iter().map(|size| size.1).fold(0.0, f32::max) + GAP;
        next = end;
    }
    (places, inner + 2.0 * GAP, y)
}

/// How large a section is drawn; areas where one stands are as wide as given, else twice as wide as deep.
fn size_of(layout: SectionLayout, width: Option<f32>) -> (f32, f32) {
    match layout {
        SectionLayout::Reserved { rows, seats_per_row } => (seats_per_row as f32 * SEAT_PITCH, rows as f32 * ROW_PITCH),
        SectionLayout::GeneralAdmission { capacity } => {
            let surface = capacity as f32 * STANDING_PITCH * STANDING_PITCH;
            let width = width.unwrap_or((surface * 2.0).sqrt()).max(150.0);
            (width, (surface / width).max(50.0))
        }
    }
}

fn grid_row(corner: Point, row: u32, seats: u32, category_name: &str, category: u16) -> RowSeats {
    let access = access_of(category_name);
    let y = corner.y + (row as f32 + 0.5) * ROW_PITCH;
    let seat = |index: u32| Seat {
        number: (index + 1).to_string().into(),
        position: Point { x: corner.x + (index as f32 + 0.5) * SEAT_PITCH, y },
        access,
        category,
    };
    RowSeats { label: letters(row).into(), seats: (0..seats).map(seat).collect() }
}

/// A, B, … Z, AA, AB, …
fn letters(index: u32) -> String {
    let letter = char::from(b'A' + (index % 26) as u8);
    match index / 26 {
        0 => letter.to_string(),
        more => letters(more - 1) + &letter.to_string(),
    }
}

fn labelled_rectangle(text: &str, position: Point, (width, height): (f32, f32)) -> Decoration {
    let middle = Point { x: width / 2.0, y: height / 2.0 };
    Decoration {
        shape: Shape::Rectangle { width, height },
        position,
        rotation_degrees: 0.0,
        color: None,
        border_color: None,
        text: Some(Text { text: text.into(), position: middle, color: None, size: 16.0 }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_go_on_after_z() {
        assert_eq!([0, 25, 26, 51, 52, 701, 702].map(letters), ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }

    #[test]
    fn many_sections_stand_side_by_side_without_touching() {
        let section = |index: u32| PlanSection {
            name: format!("S{index}").into(),
            category: "All".into(),
            layout: SectionLayout::GeneralAdmission { capacity: 1 + index * 37 },
        };
        let (places, width, height) = lay_out(&(0..40).map(section).collect::<Vec<_>>());
        assert!(width < height * 4.0 && height < width * 4.0, "{width} × {height}");
        for (index, a) in places.iter().enumerate() {
            assert!(a.corner.x >= 0.0 && a.corner.x + a.size.0 <= width && a.corner.y + a.size.1 <= height);
            for b in &places[..index] {
                let apart = |a0: f32, a1: f32, b0: f32, b1: f32| a0 + a1 < b0 || b0 + b1 < a0;
                assert!(
                    apart(a.corner.x, a.size.0, b.corner.x, b.size.0)
                        || apart(a.corner.y, a.size.1, b.corner.y, b.size.1)
                );
            }
        }
    }
}
