//! The shapes of a stored seating plan: lengths, points and decorations.

use std::borrow::Cow;

use admit_domain::seat_map::{Decoration, Point, Shape, Text};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A length as a text that is read back to the same bits.
#[derive(Clone, Copy)]
pub(super) struct Length(pub(super) f32);

/// x, y.
pub(super) type PointBody = (Length, Length);

#[derive(Serialize, Deserialize)]
pub(super) struct DecorationBody<'a> {
    shape: ShapeBody,
    position: PointBody,
    rotation_degrees: Length,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    color: Option<Cow<'a, str>>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    border_color: Option<Cow<'a, str>>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    text: Option<TextBody<'a>>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum ShapeBody {
    Polygon(Vec<PointBody>),
    Rectangle { width: Length, height: Length },
    Ellipse { radius_x: Length, radius_y: Length },
    Circle { radius: Length },
    Text,
}

#[derive(Serialize, Deserialize)]
struct TextBody<'a> {
    #[serde(borrow)]
    text: Cow<'a, str>,
    position: PointBody,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    color: Option<Cow<'a, str>>,
    size: Length,
}

impl Serialize for Length {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Length {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map(Length).map_err(D::Error::custom)
    }
}

pub(super) fn point_body(point: Point) -> PointBody {
    (Length(point.x), Length(point.y))
}

pub(super) fn point((x, y): PointBody) -> Point {
    Point { x: x.0, y: y.0 }
}

impl<'a> From<&'a Decoration> for DecorationBody<'a> {
    fn from(decoration: &'a Decoration) -> Self {
        DecorationBody {
            shape: ShapeBody::from(&decoration.shape),
            position: point_body(decoration.position),
            rotation_degrees: Length(decoration.rotation_degrees),
            color: decoration.color.as_deref().map(Cow::Borrowed),
            border_color: decoration.border_color.as_deref().map(Cow::Borrowed),
            text: decoration.text.as_ref().map(TextBody::from),
        }
    }
}

impl From<DecorationBody<'_>> for Decoration {
    fn from(body: DecorationBody<'_>) -> Self {
        Decoration {
            shape: body.shape.into(),
            position: point(body.position),
            rotation_degrees: body.rotation_degrees.0,
            color: body.color.map(Into::into),
            border_color: body.border_color.map(Into::into),
            text: body.text.map(Into::into),
        }
    }
}

impl From<&Shape> for ShapeBody {
    fn from(shape: &Shape) -> Self {
        match shape {
            Shape::Polygon(points) => ShapeBody::Polygon(points.iter().copied().map(point_body).collect()),
            Shape::Rectangle { width, height } => {
                ShapeBody::Rectangle { width: Length(*width), height: Length(*height) }
            }
            Shape::Ellipse { radius_x, radius_y } => {
                ShapeBody::Ellipse { radius_x: Length(*radius_x), radius_y: Length(*radius_y) }
            }
            Shape::Circle { radius } => ShapeBody::Circle { radius: Length(*radius) },
            Shape::Text => ShapeBody::Text,
        }
    }
}

impl From<ShapeBody> for Shape {
    fn from(body: ShapeBody) -> Self {
        match body {
            ShapeBody::Polygon(points) => Shape::Polygon(points.iter().copied().map(point).collect()),
            ShapeBody::Rectangle { width, height } => Shape::Rectangle { width: width.0, height: height.0 },
            ShapeBody::Ellipse { radius_x, radius_y } => Shape::Ellipse { radius_x: radius_x.0, radius_y: radius_y.0 },
            ShapeBody::Circle { radius } => Shape::Circle { radius: radius.0 },
            ShapeBody::Text => Shape::Text,
        }
    }
}

impl<'a> From<&'a Text> for TextBody<'a> {
    fn from(text: &'a Text) -> Self {
        TextBody {
            text: Cow::Borrowed(&text.text),
            position: point_body(text.position),
            color: text.color.as_deref().map(Cow::Borrowed),
            size: Length(text.size),
        }
    }
}

impl From<TextBody<'_>> for Text {
    fn from(body: TextBody<'_>) -> Self {
        Text {
            text: body.text.into(),
            position: point(body.position),
            color: body.color.map(Into::into),
            size: body.size.0,
        }
    }
}
