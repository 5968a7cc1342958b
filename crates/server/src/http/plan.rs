//! The seating plan on the wire: compact, in unit order, with everything that is needed to draw it.

use admit_domain::id::{SeatMapId, SectionId};
use admit_domain::seat_map::{Access, Decoration, Point, Row, SeatId, SeatMap, Section, SectionKind, Shape};
use schemars::JsonSchema;
use serde::Serialize;

use super::texts::{Id, Name};

/// A seating plan, which never changes: a venue that is rebuilt has another one.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Plan")]
pub(super) struct ShownPlan<'map> {
    id: Id<SeatMapId>,
    name: &'map str,
    width: f32,
    height: f32,
    /// What the audience looks at.
    focus: ShownPoint,
    /// How many places there are in all.
    units: u32,
    categories: Vec<ShownCategory<'map>>,
    /// With rows and seats in unit order: the first seat of the first row is the section's first unit.
    sections: Vec<ShownSection<'map>>,
    decorations: Vec<ShownDecoration<'map>>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "PlanCategory")]
struct ShownCategory<'map> {
    name: &'map str,
    color: Option<&'map str>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "PlanSection")]
struct ShownSection<'map> {
    id: Id<SectionId>,
    name: &'map str,
    kind: Name<SectionKind>,
    units: ShownUnits,
    label_at: ShownPoint,
    rows: Vec<ShownRow<'map>>,
}

/// A run of places in unit order.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Units")]
struct ShownUnits {
    first: u32,
    count: u32,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "PlanRow")]
struct ShownRow<'map> {
    label: &'map str,
    seats: Vec<ShownSeat<'map>>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "PlanSeat")]
struct ShownSeat<'map> {
    id: Id<SeatId>,
    number: &'map str,
    x: f32,
    y: f32,
    /// Its index in `categories`.
    category: u16,
    accessible: bool,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Point")]
struct ShownPoint {
    x: f32,
    y: f32,
}

/// What is drawn besides the seats: a stage, a wall, a word. The form is under the name of its `shape`.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Decoration")]
struct ShownDecoration<'map> {
    #[schemars(extend("enum" = ["polygon", "rectangle", "ellipse", "circle", "text"]))]
    shape: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    polygon: Option<ShownPolygon>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rectangle: Option<ShownRectangle>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ellipse: Option<ShownEllipse>,
    #[serde(skip_serializing_if = "Option::is_none")]
    circle: Option<ShownCircle>,
    position: ShownPoint,
    /// In degrees.
    rotation: f32,
    color: Option<&'map str>,
    border_color: Option<&'map str>,
    text: Option<ShownText<'map>>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Polygon")]
struct ShownPolygon {
    points: Vec<ShownPoint>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Rectangle")]
struct ShownRectangle {
    width: f32,
    height: f32,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Ellipse")]
struct ShownEllipse {
    radius_x: f32,
    radius_y: f32,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Circle")]
struct ShownCircle {
    radius: f32,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "PlanText")]
struct ShownText<'map> {
    text: &'map str,
    position: ShownPoint,
    color: Option<&'map str>,
    size: f32,
}

pub(super) fn show_plan(map: &SeatMap) -> ShownPlan<'_> {
    let categories = map.categories.iter();
    ShownPlan {
        id: Id(map.id),
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
        id: Id(section.id),
        name: &section.name,
        kind: Name(section.kind),
        units: ShownUnits { first: section.units.first.0, count: section.units.count },
        label_at: point(section.label_at),
        rows: section.rows.iter().map(|row| show_row(map, section, row)).collect(),
    }
}

fn show_row<'map>(map: &'map SeatMap, section: &'map Section, row: &'map Row) -> ShownRow<'map> {
    let first = (row.units.first.0 - section.units.first.0) as usize;
    let seats = &section.seats[first..first + row.units.count as usize];
    let seats = row.units.units().zip(seats).map(|(unit, seat)| ShownSeat {
        id: Id(map.seat_id(unit)),
        number: &seat.number,
        x: seat.position.x,
        y: seat.position.y,
        category: seat.category,
        accessible: seat.access == Access::Accessible,
    });
    ShownRow { label: &row.label, seats: seats.collect() }
}

fn show_decoration(decoration: &Decoration) -> ShownDecoration<'_> {
    let mut shown = ShownDecoration {
        shape: "text",
        polygon: None,
        rectangle: None,
        ellipse: None,
        circle: None,
        position: point(decoration.position),
        rotation: decoration.rotation_degrees,
        color: decoration.color.as_deref(),
        border_color: decoration.border_color.as_deref(),
        text: decoration.text.as_ref().map(|text| ShownText {
            text: &text.text,
            position: point(text.position),
            color: text.color.as_deref(),
            size: text.size,
        }),
    };
    shown.shape = match &decoration.shape {
        Shape::Polygon(points) => {
            shown.polygon = Some(ShownPolygon { points: points.iter().copied().map(point).collect() });
            "polygon"
        }
        Shape::Rectangle { width, height } => {
            shown.rectangle = Some(ShownRectangle { width: *width, height: *height });
            "rectangle"
        }
        Shape::Ellipse { radius_x, radius_y } => {
            shown.ellipse = Some(ShownEllipse { radius_x: *radius_x, radius_y: *radius_y });
            "ellipse"
        }
        Shape::Circle { radius } => {
            shown.circle = Some(ShownCircle { radius: *radius });
            "circle"
        }
        Shape::Text => "text",
    };
    shown
}

fn point(point: Point) -> ShownPoint {
    ShownPoint { x: point.x, y: point.y }
}
