//! Schemas of what the wire carries, taken from the types that are read and written.

use schemars::generate::{Contract, SchemaSettings};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::{Map, Value};

/// Gives the schema of a type: itself, or a reference to its definition.
pub(super) type SchemaOf = fn(&mut SchemaGenerator) -> Schema;

pub(super) fn schema_of<T: JsonSchema>() -> SchemaOf {
    |generator| generator.subschema_for::<T>()
}

/// What is read and what is written differ: a field that may be left out of a request is always in an answer.
pub(super) struct Schemas {
    requests: SchemaGenerator,
    answers: SchemaGenerator,
    /// Names of what was read field by field, and so stands nowhere as a whole.
    taken_apart: Vec<String>,
}

impl Schemas {
    pub(super) fn new() -> Self {
        let generator = |contract: Contract| {
            let settings = SchemaSettings::draft2020_12().with(|settings| {
                settings.definitions_path = "/components/schemas".into();
                settings.meta_schema = None;
                settings.contract = contract;
            });
            settings.into_generator()
        };
        Self {
            requests: generator(Contract::Deserialize),
            answers: generator(Contract::Serialize),
            taken_apart: Vec::new(),
        }
    }

    pub(super) fn request(&mut self, of: SchemaOf) -> Value {
        tidied(of(&mut self.requests).to_value())
    }

    pub(super) fn answer(&mut self, of: SchemaOf) -> Value {
        tidied(of(&mut self.answers).to_value())
    }

    /// The fields of the object that the type is read from, and which of them are required.
    pub(super) fn request_fields(&mut self, of: SchemaOf) -> (Map<String, Value>, Vec<String>) {
        let reference = self.request(of);
        let name = reference["$ref"].as_str().and_then(|path| path.rsplit('/').next()).unwrap_or_default().to_owned();
        let object = tidied(self.requests.definitions().get(&name).cloned().unwrap_or(Value::Null));
        self.taken_apart.push(name);
        let required = object["required"].as_array().into_iter().flatten();
        let required = required.filter_map(|name| Some(name.as_str()?.to_owned())).collect();
        (object["properties"].as_object().cloned().unwrap_or_default(), required)
    }

    /// All definitions, by name.
    pub(super) fn definitions(mut self) -> Map<String, Value> {
        let mut all = Map::new();
        let answers = self.answers.take_definitions(true).into_iter().map(|(name, schema)| (name, never_null(schema)));
        let requests = self.requests.take_definitions(true).into_iter();
        for (name, schema) in requests.filter(|(name, _)| !self.taken_apart.contains(name)).chain(answers) {
            let schema = tidied(schema);
            let before = all.insert(name.clone(), schema.clone());
            assert!(before.is_none_or(|before| before == schema), "two types are named {name}");
        }
        all
    }
}

/// What is left out of an answer when there is none of it is never null.
fn never_null(mut schema: Value) -> Value {
    let required = schema["required"].clone();
    let is_required = |name: &str| required.as_array().is_some_and(|all| all.iter().any(|one| one == name));
    if let Some(Value::Object(fields)) = schema.get_mut("properties") {
        for (_, field) in fields.iter_mut().filter(|(name, _)| !is_required(name)) {
            *field = without_null(field.take());
        }
    }
    schema
}

/// The schema without `null` as one of its types.
pub(super) fn without_null(mut schema: Value) -> Value {
    if let Some(types) = schema["type"].as_array() {
        schema["type"] = types.iter().find(|one| *one != "null").cloned().unwrap_or(Value::Null);
    }
    if let Some(Value::Array(names)) = schema.get_mut("enum") {
        names.retain(|name| !name.is_null());
    }
    let Some(parts) = schema["anyOf"].as_array() else { return schema };
    let mut part = parts.iter().find(|one| one["type"] != "null").cloned().unwrap_or(Value::Null);
    if let Some(about) = schema.get("description") {
        part["description"] = about.clone();
    }
    part
}

/// Leaves out what says nothing to a client, and says what Rust's integers leave unsaid.
fn tidied(mut schema: Value) -> Value {
    tidy(&mut schema);
    schema
}

fn tidy(schema: &mut Value) {
    match schema {
        Value::Object(fields) => {
            if fields.get("default").is_some_and(Value::is_null) {
                fields.remove("default");
            }
            let format = fields.get("format").and_then(Value::as_str).map(str::to_owned);
            match format.as_deref() {
                Some("uint32") => {
                    fields.insert("format".to_owned(), "int64".into());
                    fields.entry("maximum").or_insert(u32::MAX.into());
                }
                Some("uint64") => drop(fields.insert("format".to_owned(), "int64".into())),
                Some("uint8" | "uint16") => drop(fields.insert("format".to_owned(), "int32".into())),
                _ => {}
            }
            fields.values_mut().for_each(tidy);
        }
        Value::Array(items) => items.iter_mut().for_each(tidy),
        _ => {}
    }
}
