//! The schemas of messages, as `docs/events` publishes them, and what of a message they don't allow.
//!
//! The schemas are open, since messages may come to say more. Here they are closed: a field that no schema knows is a field that
//! somebody forgot to describe.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use jsonschema::Validator;
use serde_json::{Value, json};

static SCHEMAS: LazyLock<BTreeMap<String, Validator>> = LazyLock::new(|| {
    let all = published().into_iter();
    all.map(|(name, mut schema)| {
        close(&mut schema);
        let options = jsonschema::options().should_validate_formats(true);
        let validator = options.build(&schema).unwrap_or_else(|error| panic!("{name} is no schema: {error}"));
        (name, validator)
    })
    .collect()
});

/// Where they are.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/events")
}

/// Every schema by its name, such as `admit.seats.held.v1`; besides, `envelope`.
pub fn published() -> BTreeMap<String, Value> {
    let files = std::fs::read_dir(folder()).expect("docs/events is there");
    let paths = files.map(|file| file.expect("a file").path());
    let schemas = paths.filter(|path| path.extension().is_some_and(|extension| extension == "json"));
    schemas
        .map(|path| {
            let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
            let text = std::fs::read_to_string(&path).expect("a text");
            (name, serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display())))
        })
        .collect()
}

/// Panics unless the message is as its schemas say.
#[track_caller]
pub fn check(message: &Value) {
    let name = message["type"].as_str().unwrap_or_default();
    let data = SCHEMAS.get(name).unwrap_or_else(|| panic!("no schema is published for: {message}"));
    let mut wrong: Vec<String> = errors(&SCHEMAS["envelope"], &json_without_data(message));
    wrong.extend(errors(data, &message["data"]));
    if message["dataschema"] != json!(format!("urn:admit:events:{name}")) {
        wrong.push("it names another schema".to_owned());
    }
    assert!(wrong.is_empty(), "{}: {message}", wrong.join("; "));
}

/// The envelope says of the data only that there is some.
fn json_without_data(message: &Value) -> Value {
    let mut envelope = message.clone();
    if envelope["data"].is_object() {
        envelope["data"] = json!({});
    }
    envelope
}

fn errors(validator: &Validator, value: &Value) -> Vec<String> {
    validator.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

/// No fields but those that it names, in every object of the schema.
fn close(schema: &mut Value) {
    match schema {
        Value::Object(fields) => {
            if fields.contains_key("properties") {
                fields.insert("additionalProperties".to_owned(), false.into());
            }
            fields.values_mut().for_each(close);
        }
        Value::Array(items) => items.iter_mut().for_each(close),
        _ => {}
    }
}
