//! A plan's JSON as a tree that holds only what a plan can say.
//!
//! A general JSON tree takes up to a hundred times the size of a hostile text. This one borrows its strings, drops the fields that no plan
//! has while they are being read, and counts its values against a bound.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// The most values that a plan may hold, in all its known fields. A seat that has every one of them is ten values.
const VALUES_MAX: usize = admit_domain::seat_map::UNITS_MAX * 12;

/// Every field that a plan may have anywhere. Others are files' own additions and mean nothing here.
const FIELDS: [&str; 36] = [
    "areas",
    "border_color",
    "categories",
    "category",
    "circle",
    "color",
    "displayed",
    "ellipse",
    "height",
    "name",
    "number_of_seats",
    "points",
    "polygon",
    "position",
    "radius",
    "rectangle",
    "rotation",
    "row_label",
    "row_number",
    "row_number_position",
    "rows",
    "seat_guid",
    "seat_label",
    "seat_number",
    "seats",
    "seats_spacing",
    "shape",
    "size",
    "start_direction",
    "text",
    "uuid",
    "width",
    "x",
    "y",
    "zone_id",
    "zones",
];

#[derive(Debug, PartialEq)]
pub(super) enum Node<'a> {
    Null,
    Bool,
    Number(f64),
    Text(Cow<'a, str>),
    List(Vec<Node<'a>>),
    /// Known fields only; of a doubled field, the last.
    Object(Vec<(&'static str, Node<'a>)>),
}

impl Node<'_> {
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Node::Null => "null",
            Node::Bool => "a boolean",
            Node::Number(_) => "a number",
            Node::Text(_) => "a string",
            Node::List(_) => "a list",
            Node::Object(_) => "an object",
        }
    }
}

pub(super) fn parse(text: &[u8]) -> Result<Node<'_>, serde_json::Error> {
    let mut deserializer = serde_json::Deserializer::from_slice(text);
    let mut left = VALUES_MAX;
    let node = Reading { left: &mut left }.deserialize(&mut deserializer)?;
    deserializer.end()?;
    Ok(node)
}

/// Reads the value that is next in a longer text.
pub(super) fn parse_inside<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Node<'de>, D::Error> {
    let mut left = VALUES_MAX;
    Reading { left: &mut left }.deserialize(deserializer)
}

struct Reading<'b> {
    left: &'b mut usize,
}

impl Reading<'_> {
    fn again(&mut self) -> Reading<'_> {
        Reading { left: self.left }
    }
}

impl<'de> DeserializeSeed<'de> for Reading<'_> {
    type Value = Node<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node<'de>, D::Error> {
        *self.left =
            self.left.checked_sub(1).ok_or_else(|| D::Error::custom(format_args!("more than {VALUES_MAX} values")))?;
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Reading<'_> {
    type Value = Node<'de>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Node<'de>, E> {
        Ok(Node::Null)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Node<'de>, E> {
        Ok(Node::Bool)
    }

    fn visit_i64<E>(self, number: i64) -> Result<Node<'de>, E> {
        Ok(Node::Number(number as f64))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Node<'de>, E> {
        Ok(Node::Number(number as f64))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Node<'de>, E> {
        Ok(Node::Number(number))
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Node<'de>, E> {
        Ok(Node::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Node<'de>, E> {
        Ok(Node::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut items: A) -> Result<Node<'de>, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(self.again())? {
            list.push(item);
        }
        Ok(Node::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut fields: A) -> Result<Node<'de>, A::Error> {
        let mut object: Vec<(&'static str, Node<'de>)> = Vec::new();
        while let Some(Field(name)) = fields.next_key_seed(FieldName)? {
            let Some(name) = name else {
                fields.next_value::<IgnoredAny>()?;
                continue;
            };
            let node = fields.next_value_seed(self.again())?;
            match object.iter_mut().find(|(known, _)| *known == name) {
                Some((_, old)) => *old = node,
                None => {
                    // Half of a plan's objects are positions, which have two fields; the usual first growth is to four.
                    if object.is_empty() {
                        object.reserve_exact(2);
                    }
                    object.push((name, node));
                }
            }
        }
        Ok(Node::Object(object))
    }
}

struct FieldName;

struct Field(Option<&'static str>);

impl<'de> DeserializeSeed<'de> for FieldName {
    type Value = Field;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Field, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for FieldName {
    type Value = Field;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a field's name")
    }

    fn visit_str<E>(self, name: &str) -> Result<Field, E> {
        Ok(Field(FIELDS.binary_search(&name).ok().map(|index| FIELDS[index])))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn field_names_are_sorted_for_the_search() {
        assert!(FIELDS.is_sorted());
    }

    #[test]
    fn unknown_fields_are_dropped_and_of_doubled_ones_the_last_counts() {
        let node = parse(br#"{"x": 1, "colour": [{"x": 2}], "x": "\u0041"}"#).unwrap();
        assert_eq!(node, Node::Object(vec![("x", Node::Text("A".into()))]));
    }

    #[test]
    fn a_text_of_countless_values_is_refused_before_it_fills_the_memory() {
        let text = format!("[{}0]", "0,".repeat(VALUES_MAX));
        assert!(parse(text.as_bytes()).unwrap_err().to_string().starts_with("more than 2400000 values"));
        assert!(parse(&b"[".repeat(100_000)).is_err());
    }
}
