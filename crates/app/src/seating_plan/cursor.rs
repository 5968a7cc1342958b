//! Reads typed values out of a plan's JSON, telling every fault at the path where it stands.

use std::ops::RangeInclusive;

use admit_domain::seat_map::Point;

use super::faults::{Path, PlanFaults};
use super::frame::ORIGIN;
use super::json::Node;

/// Names of plans, zones and categories, guids, and texts that are drawn.
pub(super) const TEXT_CHARS_MAX: usize = 500;
/// Rows' and seats' labels: there is one for each seat, and it is printed on the ticket.
pub(super) const LABEL_CHARS_MAX: usize = 64;
/// No venue is wider; the coordinates' type still tells seats apart at this distance.
pub(super) const COORDINATE_MAX: f64 = 1_000_000.0;

const COORDINATES: RangeInclusive<f64> = -COORDINATE_MAX..=COORDINATE_MAX;
const LENGTHS: RangeInclusive<f64> = 0.0..=COORDINATE_MAX;

/// A value of the plan and where it stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cursor<'a, 'p> {
    node: &'a Node<'a>,
    path: Path<'p>,
}

impl<'a> Cursor<'a, '_> {
    pub(super) fn root(node: &'a Node<'a>) -> Self {
        Self { node, path: Path::Root }
    }

    pub(super) fn fault(&self, faults: &mut PlanFaults, message: impl std::fmt::Display) {
        faults.add(&self.path, message);
    }

    fn expected(&self, faults: &mut PlanFaults, wanted: &str) {
        self.fault(faults, format_args!("expected {wanted}, found {}", self.node.kind()));
    }

    /// Tells the fault if this isn't an object; to be asked before any field is.
    pub(super) fn is_object(&self, faults: &mut PlanFaults) -> bool {
        let is = matches!(self.node, Node::Object(_));
        if !is {
            self.expected(faults, "an object");
        }
        is
    }

    pub(super) fn is_text(&self) -> bool {
        matches!(self.node, Node::Text(_))
    }

    /// The field, unless it is absent or null.
    pub(super) fn optional(&self, name: &'static str) -> Option<Cursor<'a, '_>> {
        self.field(name).filter(|field| *field.node != Node::Null)
    }

    pub(super) fn required(&self, name: &'static str, faults: &mut PlanFaults) -> Option<Cursor<'a, '_>> {
        let field = self.field(name);
        if field.is_none() {
            faults.add(&self.path.field(name), "is missing");
        }
        field
    }

    fn field(&self, name: &'static str) -> Option<Cursor<'a, '_>> {
        let Node::Object(fields) = self.node else { return None };
        let (_, node) = fields.iter().find(|(known, _)| *known == name)?;
        Some(Cursor { node, path: self.path.field(name) })
    }

    /// The list's items; none, and the fault told, if this isn't a list or has more than `items_max`.
    pub(super) fn items<'s>(
        &'s self,
        items_max: usize,
        faults: &mut PlanFaults,
    ) -> impl Iterator<Item = Cursor<'a, 's>> + use<'a, 's> {
        let items = match self.node {
            Node::List(items) if items.len() <= items_max => items.as_slice(),
            Node::List(items) => {
                self.fault(faults, format_args!("has {} entries, at most {items_max} are allowed", items.len()));
                &[]
            }
            _ => {
                self.expected(faults, "a list");
                &[]
            }
        };
        items.iter().enumerate().map(|(index, node)| Cursor { node, path: self.path.item(index) })
    }

    /// A text of at most `chars_max` characters that can be stored and shown on one line.
    pub(super) fn text(&self, chars_max: usize, faults: &mut PlanFaults) -> Option<&'a str> {
        let Node::Text(text) = self.node else {
            self.expected(faults, "a string");
            return None;
        };
        // A length in bytes that fits is a count of characters that fits.
        if text.len() > chars_max && text.chars().count() > chars_max {
            self.fault(faults, format_args!("is longer than {chars_max} characters"));
            return None;
        }
        let unshowable = |letter: char| letter.is_control() && !matches!(letter, '\n' | '\r' | '\t');
        if text.chars().any(unshowable) {
            self.fault(faults, "contains a control character");
            return None;
        }
        Some(text)
    }

    pub(super) fn coordinate(&self, faults: &mut PlanFaults) -> Option<f32> {
        self.number(COORDINATES, faults)
    }

    pub(super) fn length(&self, faults: &mut PlanFaults) -> Option<f32> {
        self.number(LENGTHS, faults)
    }

    fn number(&self, range: RangeInclusive<f64>, faults: &mut PlanFaults) -> Option<f32> {
        match self.node {
            Node::Number(number) if range.contains(number) => Some(*number as f32),
            Node::Number(number) => {
                self.fault(faults, format_args!("{number} is outside {} to {}", range.start(), range.end()));
                None
            }
            _ => {
                self.expected(faults, "a number");
                None
            }
        }
    }

    pub(super) fn point(&self, faults: &mut PlanFaults) -> Option<Point> {
        if !self.is_object(faults) {
            return None;
        }
        let x = self.required("x", faults).and_then(|x| x.coordinate(faults));
        let y = self.required("y", faults).and_then(|y| y.coordinate(faults));
        Some(Point { x: x?, y: y? })
    }

    pub(super) fn optional_text(
        &self,
        name: &'static str,
        chars_max: usize,
        faults: &mut PlanFaults,
    ) -> Option<&'a str> {
        self.optional(name)?.text(chars_max, faults)
    }

    pub(super) fn required_text(
        &self,
        name: &'static str,
        chars_max: usize,
        faults: &mut PlanFaults,
    ) -> Option<&'a str> {
        self.required(name, faults)?.text(chars_max, faults)
    }

    /// The origin where the field is absent; also where it is wrong, its fault told.
    pub(super) fn optional_point(&self, name: &'static str, faults: &mut PlanFaults) -> Point {
        self.optional(name).and_then(|point| point.point(faults)).unwrap_or(ORIGIN)
    }

    /// Fields that only the plan's editor uses still have to be what they should.
    pub(super) fn check_unused(&self, texts: &[&'static str], numbers: &[&'static str], faults: &mut PlanFaults) {
        for field in texts.iter().filter_map(|name| self.optional(name)) {
            field.text(TEXT_CHARS_MAX, faults);
        }
        for field in numbers.iter().filter_map(|name| self.optional(name)) {
            field.coordinate(faults);
        }
    }
}
