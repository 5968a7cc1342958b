//! The plan's frame: how large it is, and what its audience looks at.

use admit_domain::seat_map::{Decoration, Point, Section, Shape};

pub(super) const ORIGIN: Point = Point { x: 0.0, y: 0.0 };
/// Room around everything where a file doesn't say how large its plan is.
const MARGIN: f32 = 30.0;
/// What an area's text calls the thing that one comes to see. Whole words: nobody looks at the catering.
const FOCUS_WORDS: [&str; 14] = [
    "stage",
    "pitch",
    "court",
    "ring",
    "screen",
    "field",
    "rink",
    "podium",
    "bühne",
    "spielfeld",
    "leinwand",
    "scène",
    "escenario",
    "palco",
];

pub(super) fn sum(a: Point, b: Point) -> Point {
    Point { x: a.x + b.x, y: a.y + b.y }
}

/// A rectangle around points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Bounds {
    pub(super) min: Point,
    pub(super) max: Point,
}

impl Bounds {
    pub(super) fn of(points: impl Iterator<Item = Point>) -> Option<Bounds> {
        points.map(|point| Bounds { min: point, max: point }).reduce(|a, b| Bounds {
            min: Point { x: a.min.x.min(b.min.x), y: a.min.y.min(b.min.y) },
            max: Point { x: a.max.x.max(b.max.x), y: a.max.y.max(b.max.y) },
        })
    }

    fn center(self) -> Point {
        Point { x: (self.min.x + self.max.x) / 2.0, y: (self.min.y + self.max.y) / 2.0 }
    }

    fn surface(self) -> f32 {
        (self.max.x - self.min.x) * (self.max.y - self.min.y)
    }
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Frame {
    pub(super) width: f32,
    pub(super) height: f32,
    pub(super) focus: Point,
}

/// Frames what was read: nothing lies outside the plan's rectangle, which begins at the origin.
///
/// A size that the file declares holds unless something lies beyond it; what lies above or left of the origin moves the whole plan.
pub(super) fn frame(sections: &mut [Section], decorations: &mut [Decoration], declared: Option<(f32, f32)>) -> Frame {
    let seats =
        sections.iter().flat_map(|section| section.seats.iter().map(|seat| seat.position).chain([section.label_at]));
    let audience = Bounds::of(seats).unwrap_or(Bounds { min: ORIGIN, max: ORIGIN });
    let corners = decorations.iter().filter_map(outline).flat_map(|bounds| [bounds.min, bounds.max]);
    let whole = Bounds::of(corners.chain([audience.min, audience.max])).unwrap_or(audience);
    let margin = if declared.is_some() { 0.0 } else { MARGIN };
    // Without a declared size, an even margin all around makes the plan; with one, only what sticks out is made room for.
    let shift_of = |min: f32| if declared.is_none() || min < 0.0 { margin - min } else { 0.0 };
    let shift = Point { x: shift_of(whole.min.x), y: shift_of(whole.min.y) };
    let focus = focus(decorations, audience);
    let (width, height) = declared.unwrap_or((0.0, 0.0));
    for section in sections {
        section.label_at = sum(section.label_at, shift);
        for seat in &mut section.seats {
            seat.position = sum(seat.position, shift);
        }
    }
    for decoration in decorations {
        decoration.position = sum(decoration.position, shift);
    }
    Frame {
        width: width.max(whole.max.x + shift.x + margin).max(1.0),
        height: height.max(whole.max.y + shift.y + margin).max(1.0),
        focus: sum(focus, shift),
    }
}

/// The middle of the stage or its like, else of the largest area, else the top of the audience.
fn focus(decorations: &[Decoration], audience: Bounds) -> Point {
    let largest = |of: &mut dyn Iterator<Item = &Decoration>| {
        of.filter_map(outline).max_by(|a, b| a.surface().total_cmp(&b.surface()))
    };
    let named = largest(&mut decorations.iter().filter(|decoration| is_focus(decoration)));
    let any = || largest(&mut decorations.iter()).filter(|bounds| bounds.surface() > 0.0);
    named.or_else(any).map_or(Point { x: audience.center().x, y: audience.min.y }, Bounds::center)
}

fn is_focus(decoration: &Decoration) -> bool {
    let Some(text) = &decoration.text else { return false };
    let text = text.text.to_lowercase();
    text.split(|letter: char| !letter.is_alphabetic()).any(|word| FOCUS_WORDS.contains(&word))
}

/// Where a decoration lies, turned as it is. `None`: it has no extent at all.
fn outline(decoration: &Decoration) -> Option<Bounds> {
    let around = |x: f32, y: f32| [(-x, -y), (x, -y), (x, y), (-x, y)].map(|(x, y)| Point { x, y }).to_vec();
    let corners = match &decoration.shape {
        Shape::Polygon(points) => points.clone(),
        Shape::Rectangle { width, height } => {
            let middle = Point { x: width / 2.0, y: height / 2.0 };
            around(middle.x, middle.y).into_iter().map(|corner| sum(corner, middle)).collect()
        }
        Shape::Ellipse { radius_x, radius_y } => around(*radius_x, *radius_y),
        Shape::Circle { radius } => around(*radius, *radius),
        Shape::Text => decoration.text.iter().map(|text| text.position).collect(),
    };
    let (sin, cos) = decoration.rotation_degrees.to_radians().sin_cos();
    let turned = |point: Point| Point { x: point.x * cos - point.y * sin, y: point.x * sin + point.y * cos };
    Bounds::of(corners.into_iter().map(|corner| sum(decoration.position, turned(corner))))
}

#[cfg(test)]
mod tests {
    use admit_domain::seat_map::Text;

    use super::*;

    fn rectangle(x: f32, width: f32, text: &str, rotation_degrees: f32) -> Decoration {
        Decoration {
            shape: Shape::Rectangle { width, height: 10.0 },
            position: Point { x, y: 0.0 },
            rotation_degrees,
            color: None,
            border_color: None,
            text: Some(Text { text: text.into(), position: ORIGIN, color: None, size: 16.0 }),
        }
    }

    #[test]
    fn the_audience_looks_at_the_stage_else_the_largest_area_else_ahead() {
        let audience = Bounds { min: Point { x: 0.0, y: 50.0 }, max: Point { x: 100.0, y: 90.0 } };
        let bar = rectangle(500.0, 300.0, "Catering and backstage", 0.0);
        let stage = rectangle(40.0, 20.0, "MAIN STAGE", 0.0);
        assert_eq!(focus(&[bar.clone(), stage], audience), Point { x: 50.0, y: 5.0 });
        assert_eq!(focus(&[rectangle(0.0, 1.0, "", 0.0), bar], audience), Point { x: 650.0, y: 5.0 });
        assert_eq!(focus(&[], audience), Point { x: 50.0, y: 50.0 });
    }

    #[test]
    fn a_turned_rectangle_lies_where_its_corner_leaves_it() {
        let bounds = outline(&rectangle(100.0, 40.0, "", 90.0)).unwrap();
        assert!((bounds.min.x - 90.0).abs() < 0.01 && (bounds.max.y - 40.0).abs() < 0.01, "{bounds:?}");
    }
}
