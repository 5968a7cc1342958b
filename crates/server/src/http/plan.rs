//! The seating plan on the wire: compact, in unit order, with everything that is needed to draw it.

use admit_domain::seat_map::{Access, Decoration, Point, Row, SeatMap, Section, Shape};
use serde::Serialize;
use serde_json::{Value, json};

use super::venues::kind;

#[derive(Serialize)]
pub(super) struct ShownPlan<'map> {
    id: String,
    name: &'map str,
    width: f32,
    height: f32,
    focus: ShownPoint,
    units: u32,
    categories: Vec<ShownCategory<'map>>,
    /// With rows and seats in unit order: the first seat of the first row is the section's first unit.
    sections: Vec<ShownSection<'map>>,
    decorations: Vec<Value>,
}

#[derive(Serialize)]
struct ShownCategory<'map> {
    name: &'map str,
    color: Option<&'map str>,
}

#[derive(Serialize)]
struct ShownSection<'map> {
    id: String,
    name: &'map str,
    kind: &'static str,
    units: ShownUnits,
    label_at: ShownPoint,
    rows: Vec<ShownRow<'map>>,
}

#[derive(Serialize)]
struct ShownUnits {
    first: u32,
    count: u32,
}

#[derive(Serialize)]
struct ShownRow<'map> {
    label: &'map str,
    seats: Vec<ShownSeat<'map>>,
}

#[derive(Serialize)]
struct ShownSeat<'map> {
    id: String,
    number: &'map str,
    x: f32,
    y: f32,
    category: u16,
    accessible: bool,
}

#[derive(Serialize)]
struct ShownPoint {
    x: f32,
    y: f32,
}

pub(super) fn show_plan(map: &SeatMap) -> ShownPlan<'_> {
    let categories = map.categories.iter();
    ShownPlan {
        id: map.id.to_string(),
        name: &map.name,
        width: map.width,
        height: map.height,
        focus: point(map.focus),
        units: map.units(),
        categories: categories
            .map(|category| ShownCategory { name: &category.name, color: category.color.as_deref() })
            .collect(),
        sections: map.sections.iter().map(|section| show_section(map, section)).collect(),
        decorations: map.decorations.iter().map(show_decoration).collect(),
    }
}

fn show_section<'map>(map: &'map SeatMap, section: &'map Section) -> ShownSection<'map> {
    ShownSection {
        id: section.id.to_string(),
        name: &section.name,
        kind: kind(section.kind),
        units: ShownUnits { first: section.units.first.0, count: section.units.count },
        label_at: point(section.label_at),
        rows: section.rows.iter().map(|row| show_row(map, section, row)).collect(),
    }
}

fn show_row<'map>(map: &'map SeatMap, section: &'map Section, row: &'map Row) -> ShownRow<'map> {
    let first = (row.units.first.0 - section.units.first.0) as usize;
    let seats = &section.seats[first..first + row.units.count as usize];
    let seats = row.units.units().zip(seats).map(|(unit, seat)| ShownSeat {
        id: map.seat_id(unit).to_string(),
        number: &seat.number,
        x: seat.position.x,
        y: seat.position.y,
        category: seat.category,
        accessible: seat.access == Access::Accessible,
    });
    ShownRow { label: &row.label, seats: seats.collect() }
}

fn show_decoration(decoration: &Decoration) -> Value {
    let (shape, form) = match &decoration.shape {
        Shape::Polygon(points) => {
            ("polygon", json!({ "points": points.iter().copied().map(point).collect::<Vec<_>>() }))
        }
        Shape::Rectangle { width, height } => ("rectangle", json!({ "width": width, "height": height })),
        Shape::Ellipse { radius_x, radius_y } => ("ellipse", json!({ "radius_x": radius_x, "radius_y": radius_y })),
        Shape::Circle { radius } => ("circle", json!({ "radius": radius })),
        Shape::Text => ("text", json!({})),
    };
    let text = decoration.text.as_ref().map(
        |text| json!({ "text": text.text, "position": point(text.position), "color": text.color, "size": text.size }),
    );
    json!({
        "shape": shape,
        shape: form,
        "position": point(decoration.position),
        "rotation": decoration.rotation_degrees,
        "color": decoration.color,
        "border_color": decoration.border_color,
        "text": text,
    })
}

fn point(point: Point) -> ShownPoint {
    ShownPoint { x: point.x, y: point.y }
}
