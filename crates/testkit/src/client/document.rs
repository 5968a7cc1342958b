//! Holds every answer that a test gets against the published OpenAPI document, and every body that was taken.
//!
//! The document's schemas are open, since the API may grow. Here they are closed: a field that no schema knows is a field that
//! somebody forgot to describe.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use jsonschema::Validator;
use reqwest::{Method, Request};
use serde_json::{Value, json};

use super::Answer;

static DOCUMENT: LazyLock<Document> = LazyLock::new(Document::read);

/// Long answers that come again and again are looked at once.
const LONG_BYTES: usize = 32 << 10;
const REMEMBERED_MAX: usize = 10_000;

/// What was asked, as far as the document speaks of it.
pub(super) struct Told {
    method: Method,
    path: String,
    body: Option<Vec<u8>>,
}

impl Told {
    pub(super) fn of(request: &Request) -> Told {
        let body = request.body().and_then(|body| body.as_bytes()).map(<[u8]>::to_vec);
        Told { method: request.method().clone(), path: request.url().path().to_owned(), body }
    }

    /// Panics if the document knows better.
    pub(super) fn hold_against_the_document(self, answer: &Answer) {
        if let Err(why) = DOCUMENT.judge(&self, answer) {
            panic!("the OpenAPI document says otherwise: {why}\n{}", answer.shown());
        }
    }
}

struct Document {
    root: Value,
    /// Path templates, split, each with its methods.
    paths: Vec<(Vec<String>, Value)>,
    validators: Mutex<HashMap<String, Arc<Validator>>>,
    seen: Mutex<HashMap<u64, ()>>,
}

impl Document {
    fn read() -> Document {
        let mut root: Value = serde_json::from_str(include_str!("../../../../openapi.json")).expect("a JSON document");
        let paths = root["paths"].as_object().expect("it has paths").iter();
        let paths = paths.map(|(path, methods)| (path.split('/').map(str::to_owned).collect(), methods.clone()));
        let paths = paths.collect();
        if let Some(schemas) = root["components"]["schemas"].as_object_mut() {
            schemas.values_mut().for_each(close);
        }
        Document { root, paths, validators: Mutex::default(), seen: Mutex::default() }
    }

    fn judge(&self, told: &Told, answer: &Answer) -> Result<(), String> {
        let Some(methods) = self.methods_of(&told.path) else { return unknown(told, answer) };
        let method = if told.method == Method::HEAD { Method::GET } else { told.method.clone() };
        let operation = &methods[method.as_str().to_lowercase()];
        if operation.is_null() {
            return other_method(&method, answer);
        }
        let id = operation["operationId"].as_str().unwrap_or_default();
        let described = self.resolved(&operation["responses"][answer.status.to_string()]);
        if described.is_null() {
            return Err(format!("{id} never answers {}", answer.status));
        }
        for (name, header) in described["headers"].as_object().into_iter().flatten() {
            if header["required"] == true && answer.header(name).is_empty() {
                return Err(format!("{id} answers {} with {name}", answer.status));
            }
        }
        if told.method != Method::HEAD {
            self.judge_body(id, described, answer)?;
        }
        match &told.body {
            Some(body) if (200..300).contains(&answer.status) => self.judge_taken(id, operation, body),
            _ => Ok(()),
        }
    }

    /// The methods of the path's template with the fewest names in it.
    fn methods_of(&self, path: &str) -> Option<&Value> {
        let parts: Vec<&str> = path.split('/').collect();
        let fits = |template: &[String]| {
            let mut pairs = template.iter().zip(&parts);
            template.len() == parts.len() && pairs.all(|(one, part)| one == part || is_name(one) && !part.is_empty())
        };
        let fitting = self.paths.iter().filter(|(template, _)| fits(template));
        let fewest = fitting.min_by_key(|(template, _)| template.iter().filter(|part| is_name(part)).count());
        fewest.map(|(_, methods)| methods)
    }

    fn judge_body(&self, id: &str, described: &Value, answer: &Answer) -> Result<(), String> {
        let Some(content) = described["content"].as_object() else {
            let is_empty = answer.body.is_empty();
            return if is_empty { Ok(()) } else { Err(format!("{id} answers {} without a body", answer.status)) };
        };
        let sent = answer.header("content-type").split(';').next().unwrap_or_default();
        let Some(described) = content.get(sent) else {
            return Err(format!("{id} answers {} as {:?}, not as {sent:?}", answer.status, content.keys()));
        };
        // What is compressed is what it would be otherwise; whoever asks for it so looks at that.
        if !sent.ends_with("json") || !answer.header("content-encoding").is_empty() {
            return Ok(());
        }
        self.validate(&format!("{id} {}", answer.status), &described["schema"], &answer.body)
    }

    fn judge_taken(&self, id: &str, operation: &Value, body: &[u8]) -> Result<(), String> {
        let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
        if schema.is_null() || body.is_empty() {
            return Ok(());
        }
        self.validate(&format!("{id} takes"), schema, body)
    }

    fn validate(&self, what: &str, schema: &Value, body: &[u8]) -> Result<(), String> {
        if body.len() > LONG_BYTES && self.has_seen(what, body) {
            return Ok(());
        }
        let value: Value = serde_json::from_slice(body).map_err(|error| format!("{what}: no JSON: {error}"))?;
        let errors: Vec<String> = self
            .validator(what, schema)
            .iter_errors(&value)
            .take(5)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        if errors.is_empty() { Ok(()) } else { Err(format!("{what}: {}", errors.join("; "))) }
    }

    fn validator(&self, what: &str, schema: &Value) -> Arc<Validator> {
        let mut validators = self.validators.lock().unwrap_or_else(PoisonError::into_inner);
        let made = validators.entry(what.to_owned()).or_insert_with(|| {
            let root = json!({ "components": self.root["components"], "allOf": [schema] });
            let options = jsonschema::options().should_validate_formats(true);
            Arc::new(options.build(&root).unwrap_or_else(|error| panic!("{what}: no schema: {error}")))
        });
        made.clone()
    }

    fn has_seen(&self, what: &str, body: &[u8]) -> bool {
        let mut hasher = DefaultHasher::new();
        (what, body).hash(&mut hasher);
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.len() >= REMEMBERED_MAX {
            seen.clear();
        }
        seen.insert(hasher.finish(), ()).is_some()
    }

    /// What a reference stands for.
    fn resolved<'a>(&'a self, value: &'a Value) -> &'a Value {
        match value["$ref"].as_str() {
            Some(reference) => self.root.pointer(reference.trim_start_matches('#')).unwrap_or(&Value::Null),
            None => value,
        }
    }
}

fn is_name(part: &str) -> bool {
    part.starts_with('{')
}

/// What the document doesn't know isn't there, below the API's path.
fn unknown(told: &Told, answer: &Answer) -> Result<(), String> {
    if !told.path.starts_with("/api/") || told.method == Method::OPTIONS {
        return Ok(());
    }
    if answer.status == 404 { Ok(()) } else { Err(format!("there is no {} {}", told.method, told.path)) }
}

fn other_method(method: &Method, answer: &Answer) -> Result<(), String> {
    let is_preflight = *method == Method::OPTIONS;
    if is_preflight || answer.status == 405 || answer.status == 429 {
        return Ok(());
    }
    Err(format!("the path has no {method}"))
}

/// No fields but those that it names, in every object of the schema.
fn close(schema: &mut Value) {
    match schema {
        Value::Object(fields) => {
            let names_some = fields.get("properties").is_some_and(Value::is_object);
            if names_some && !fields.contains_key("additionalProperties") {
                fields.insert("additionalProperties".to_owned(), false.into());
            }
            fields.values_mut().for_each(close);
        }
        Value::Array(items) => items.iter_mut().for_each(close),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use reqwest::header::{HeaderMap, HeaderValue};

    use super::*;

    fn judged(method: Method, path: &str, status: u16, content_type: &'static str, body: &Value) -> Result<(), String> {
        let told = Told { method, path: path.to_owned(), body: None };
        let mut headers = HeaderMap::new();
        headers.insert("content-type", HeaderValue::from_static(content_type));
        let body = if body.is_null() { Vec::new() } else { body.to_string().into_bytes() };
        DOCUMENT.judge(&told, &Answer { asked: String::new(), status, headers, body })
    }

    #[test]
    fn an_answer_must_be_as_described() {
        let me = json!({ "id": format!("usr_{}", "0".repeat(26)), "email": "a", "name": "b", "role": "buyer", "verified": true });
        let get = |status, body: &Value| judged(Method::GET, "/api/v1/auth/me", status, "application/json", body);
        assert_eq!(get(200, &me), Ok(()));
        let with = |field: &str, value: Value| {
            let mut other = me.clone();
            other[field] = value;
            get(200, &other)
        };
        assert!(with("role", "king".into()).is_err());
        assert!(with("verified", Value::Null).is_err());
        assert!(with("id", "usr_x".into()).is_err());
        assert!(with("password", "p".into()).is_err());
        assert!(get(200, &json!({})).is_err());
        assert!(get(200, &Value::Null).is_err());
        assert!(get(201, &me).is_err());
        assert!(get(404, &me).is_err());
        assert!(judged(Method::GET, "/api/v1/auth/me", 200, "text/plain", &me).is_err());
        assert!(judged(Method::PUT, "/api/v1/auth/me", 200, "application/json", &me).is_err());
        assert!(judged(Method::GET, "/api/v1/nowhere", 200, "application/json", &me).is_err());
    }

    #[test]
    fn a_problem_must_be_one_that_the_operation_has() {
        let problem = |code: &str| json!({ "type": "t", "title": "t", "status": 401, "detail": "d", "code": code });
        let get = |code| judged(Method::GET, "/api/v1/auth/me", 401, "application/problem+json", &problem(code));
        assert_eq!(get("not_signed_in"), Ok(()));
        assert!(get("token_reused").is_err());
        assert!(get("unheard_of").is_err());
    }

    #[test]
    fn what_is_taken_must_be_described_too() {
        let told = |body: Value| Told {
            method: Method::POST,
            path: "/api/v1/ping".to_owned(),
            body: Some(body.to_string().into_bytes()),
        };
        let mut headers = HeaderMap::new();
        headers.insert("content-type", HeaderValue::from_static("application/json"));
        let answer = Answer { asked: String::new(), status: 200, headers, body: b"{}".to_vec() };
        assert_eq!(DOCUMENT.judge(&told(json!({})), &answer), Ok(()));
        assert!(DOCUMENT.judge(&told(json!({ "x": 1 })), &answer).is_err());
    }
}
