//! JSON objects that are objects. Left to itself, serde reads a struct from a list of its fields' values too, which no contract
//! mentions and no client means.

use std::fmt;
use std::marker::PhantomData;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};

/// A `T` that is written as an object.
#[derive(Debug, Default)]
pub(super) struct Object<T>(pub(super) T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Fields(PhantomData)).map(Object)
    }
}

struct Fields<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for Fields<T> {
    type Value = T;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, fields: A) -> Result<T, A::Error> {
        T::deserialize(MapAccessDeserializer::new(fields))
    }
}

impl<T: JsonSchema> JsonSchema for Object<T> {
    fn inline_schema() -> bool {
        T::inline_schema()
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        T::schema_name()
    }

    fn schema_id() -> std::borrow::Cow<'static, str> {
        T::schema_id()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Two<'a> {
        one: &'a str,
        other: Option<u32>,
    }

    fn read(text: &str) -> Result<(&str, Option<u32>), String> {
        let read: Result<Object<Two>, _> = serde_json::from_str(text);
        read.map(|Object(two)| (two.one, two.other)).map_err(|error| error.to_string())
    }

    #[test]
    fn only_an_object_is_one() {
        assert_eq!(read(r#"{"one": "x", "other": 2}"#), Ok(("x", Some(2))));
        assert_eq!(read(r#"{"one": "x"}"#), Ok(("x", None)));
        for list in [r#"["x", 2]"#, "[]", "null", "1", r#""one""#] {
            let error = read(list).unwrap_err();
            assert!(error.contains("expected an object"), "{list}: {error}");
        }
        assert!(read(r#"{"one": "x", "more": 1}"#).unwrap_err().contains("unknown field `more`"));
        assert!(read("{}").unwrap_err().contains("missing field `one`"));
    }
}
