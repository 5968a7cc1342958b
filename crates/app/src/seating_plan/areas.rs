//! Areas of a plan: the stage, texts and shapes that help to find one's way. Newer files name a shape, older ones are rectangles.

use admit_domain::seat_map::{Decoration, Point, Shape, Text};

use super::cursor::{Cursor, TEXT_CHARS_MAX};
use super::faults::PlanFaults;
use super::frame::{ORIGIN, sum};

const AREAS_MAX: usize = 10_000;
const POINTS_MAX: usize = 2_000;
const COLOR_CHARS_MAX: usize = 64;
const TEXT_SIZE_DEFAULT: f32 = 16.0;
const SHAPES: &str = "polygon, rectangle, ellipse, circle or text";

pub(super) fn read_areas(
    areas: Cursor<'_, '_>,
    zone: Point,
    decorations: &mut Vec<Decoration>,
    faults: &mut PlanFaults,
) {
    for area in areas.items(AREAS_MAX, faults) {
        decorations.extend(read_area(area, zone, faults));
    }
    if decorations.len() > AREAS_MAX {
        areas.fault(
            faults,
            format_args!("brings the plan to {} areas, at most {AREAS_MAX} are allowed", decorations.len()),
        );
        decorations.truncate(AREAS_MAX);
    }
}

fn read_area(area: Cursor<'_, '_>, zone: Point, faults: &mut PlanFaults) -> Option<Decoration> {
    if !area.is_object(faults) {
        return None;
    }
    let shape = read_shape(area, faults);
    let position = sum(zone, area.optional_point("position", faults));
    let rotation_degrees = area.optional("rotation").and_then(|rotation| rotation.coordinate(faults)).unwrap_or(0.0);
    let color = read_color(area, "color", faults);
    let border_color = read_color(area, "border_color", faults);
    let text = shape.as_ref().and_then(|shape| read_text(area, shape, faults));
    area.check_unused(&["uuid"], &[], faults);
    Some(Decoration { shape: shape?, position, rotation_degrees, color, border_color, text })
}

fn read_shape(area: Cursor<'_, '_>, faults: &mut PlanFaults) -> Option<Shape> {
    let Some(field) = area.optional("shape") else {
        // The older form has no shape; its sizes stand in the area itself.
        return read_rectangle(area, faults);
    };
    let own =
        |name: &'static str, faults: &mut PlanFaults| area.required(name, faults).filter(|own| own.is_object(faults));
    match field.text(TEXT_CHARS_MAX, faults)? {
        "polygon" => read_polygon(own("polygon", faults)?, faults),
        "rectangle" => read_rectangle(own("rectangle", faults)?, faults),
        "ellipse" => read_ellipse(own("ellipse", faults)?, faults),
        "circle" => {
            let radius = own("circle", faults)?.required("radius", faults)?.length(faults)?;
            Some(Shape::Circle { radius })
        }
        "text" => {
            area.required("text", faults)?;
            Some(Shape::Text)
        }
        other => {
            field.fault(faults, format_args!("{other:?} is not {SHAPES}"));
            None
        }
    }
}

fn read_rectangle(sizes: Cursor<'_, '_>, faults: &mut PlanFaults) -> Option<Shape> {
    let width = sizes.required("width", faults).and_then(|width| width.length(faults));
    let height = sizes.required("height", faults).and_then(|height| height.length(faults));
    Some(Shape::Rectangle { width: width?, height: height? })
}

fn read_polygon(polygon: Cursor<'_, '_>, faults: &mut PlanFaults) -> Option<Shape> {
    let list = polygon.required("points", faults)?;
    let told = faults.total();
    let points: Vec<Point> = list.items(POINTS_MAX, faults).filter_map(|point| point.point(faults)).collect();
    (faults.total() == told).then_some(Shape::Polygon(points))
}

fn read_ellipse(ellipse: Cursor<'_, '_>, faults: &mut PlanFaults) -> Option<Shape> {
    let radius = ellipse.required("radius", faults)?;
    if !radius.is_object(faults) {
        return None;
    }
    let x = radius.required("x", faults).and_then(|x| x.length(faults));
    let y = radius.required("y", faults).and_then(|y| y.length(faults));
    Some(Shape::Ellipse { radius_x: x?, radius_y: y? })
}

/// The text as an object, or in older files as a plain string that stands in the middle. Blank texts say nothing.
fn read_text(area: Cursor<'_, '_>, shape: &Shape, faults: &mut PlanFaults) -> Option<Text> {
    let field = area.optional("text")?;
    let middle = match shape {
        Shape::Rectangle { width, height } => Point { x: width / 2.0, y: height / 2.0 },
        _ => ORIGIN,
    };
    if field.is_text() {
        let text = one_line(field.text(TEXT_CHARS_MAX, faults)?)?;
        return Some(Text { text, position: middle, color: None, size: TEXT_SIZE_DEFAULT });
    }
    if !field.is_object(faults) {
        return None;
    }
    let text = field.required_text("text", TEXT_CHARS_MAX, faults);
    let position = match field.optional("position") {
        Some(position) => position.point(faults),
        None => Some(middle),
    };
    let color = read_color(field, "color", faults);
    let size = match field.optional("size") {
        Some(size) => size.length(faults),
        None => Some(TEXT_SIZE_DEFAULT),
    };
    Some(Text { text: one_line(text?)?, position: position?, color, size: size? })
}

fn one_line(text: &str) -> Option<Box<str>> {
    let words: Vec<&str> = text.split_whitespace().collect();
    (!words.is_empty()).then(|| words.join(" ").into())
}

/// A colour, as a hexadecimal number, a name or a function such as `rgb(…)`. It ends up in the styles of a page, so nothing that could
/// be more than a colour passes. Blank is none.
pub(super) fn read_color(of: Cursor<'_, '_>, name: &'static str, faults: &mut PlanFaults) -> Option<Box<str>> {
    let field = of.optional(name)?;
    let color = field.text(COLOR_CHARS_MAX, faults)?.trim();
    let harmless = |letter: char| letter.is_ascii_alphanumeric() || " #(),.%-".contains(letter);
    if !color.chars().all(harmless) || color.to_ascii_lowercase().contains("url") {
        field.fault(faults, format_args!("{color:?} is not a colour"));
        return None;
    }
    (!color.is_empty()).then(|| color.into())
}
