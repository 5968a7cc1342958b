//! Reading requests: bodies, path ids, query parameters, idempotency keys. Everything wrong becomes a problem document.

use std::str::FromStr;

use admit_domain::hold::RequestKey;
use axum::body::Bytes;
use axum::extract::{FromRequest, Query, Request};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, Method, Uri};
use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};

use super::arriving::read_whole;
use super::codes::Code;
use super::object::Object;
use super::problem::{Answer, Problem};
use super::state::ApiState;

/// A body that is read only after it is known that what the path names is there.
pub(super) struct Body {
    bytes: Answer<Bytes>,
    headers: HeaderMap,
    method: Method,
    uri: Uri,
}

impl FromRequest<ApiState> for Body {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &ApiState) -> Result<Self, Problem> {
        let (mut parts, body) = request.into_parts();
        let (method, uri) = (parts.method.clone(), parts.uri.clone());
        // What reads the body needs the limit among the extensions, and no headers.
        let headers = std::mem::take(&mut parts.headers);
        let bytes = read_whole(Request::from_parts(parts, body)).await;
        Ok(Self { bytes, headers, method, uri })
    }
}

impl Body {
    /// The body as JSON of a known shape; unknown fields and wrong types are named.
    pub(super) fn json<'body, T: Deserialize<'body>>(&'body self) -> Answer<T> {
        let bytes = self.bytes()?;
        if !self.is_json() {
            return Err(Problem::new(Code::UnsupportedMediaType));
        }
        let mut reader = serde_json::Deserializer::from_slice(bytes);
        let Object(value) = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
            let path = error.path().to_string();
            match error.inner().classify() {
                serde_json::error::Category::Data if is_well_formed(bytes) => {
                    Problem::field(if path == "." { "body".into() } else { path }, said(error.inner()))
                }
                _ => Problem::new(Code::MalformedJson),
            }
        })?;
        reader.end().map_err(|_| Problem::new(Code::MalformedJson))?;
        Ok(value)
    }

    /// For operations that need to be told nothing: no body at all, or an object without fields.
    pub(super) fn nothing(&self) -> Answer<()> {
        if self.bytes()?.is_empty() {
            return Ok(());
        }
        let Nothing {} = self.json()?;
        Ok(())
    }

    pub(super) fn bytes(&self) -> Answer<&Bytes> {
        self.bytes.as_ref().map_err(|problem| Problem::new(problem.code()))
    }

    pub(super) fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// The caller's idempotency key with what it was sent for.
    pub(super) fn request_key(&self, state: &ApiState) -> Answer<Option<RequestKey>> {
        let Some(header) = self.headers.get("idempotency-key") else { return Ok(None) };
        let printable =
            |key: &&str| (1..=255).contains(&key.len()) && key.bytes().all(|byte| (b' '..=b'~').contains(&byte));
        let key = header.to_str().ok().filter(printable).ok_or_else(|| Problem::new(Code::IdempotencyKeyInvalid))?;
        let operation = format!("{} {}", self.method, self.uri.path());
        Ok(Some(state.app.keys.request_key(key, &operation, self.bytes()?)))
    }

    fn is_json(&self) -> bool {
        let essence = self.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let essence = essence.map(|value| value.split(';').next().unwrap_or("").trim().to_ascii_lowercase());
        essence.is_some_and(|essence| essence == "application/json" || essence.ends_with("+json"))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Nothing {}

/// Whether it is JSON at all. A value of the wrong type is found before the end of the text is seen.
fn is_well_formed(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_ok() && serde_json::from_slice::<IgnoredAny>(bytes).is_ok()
}

/// What serde says, without the line and column, which say nothing to whoever sent a value.
fn said(error: &serde_json::Error) -> String {
    let text = error.to_string();
    match text.rfind(" at line ") {
        Some(end) => text[..end].to_owned(),
        None => text,
    }
}

/// An id in the path: one that can't be an id names nothing.
pub(super) fn path_id<T: FromStr>(text: &str) -> Answer<T> {
    text.parse().map_err(|_| Problem::not_found())
}

/// An id in a body or a query.
pub(super) fn field_id<T: FromStr>(field: &str, text: &str) -> Answer<T> {
    text.parse().map_err(|_| Problem::field(field, "must be an identifier of its kind"))
}

/// The query's parameters; unknown ones and wrong types are refused.
pub(super) fn query<T: DeserializeOwned>(uri: &Uri) -> Answer<T> {
    // No text has this character, and PostgreSQL takes none that has it.
    if uri.query().is_some_and(|query| query.contains("%00")) {
        return Err(Problem::field("query", "must not contain U+0000"));
    }
    Query::try_from_uri(uri).map(|Query(value)| value).map_err(|rejection| {
        let text = std::error::Error::source(&rejection).map_or_else(|| rejection.to_string(), ToString::to_string);
        Problem::field("query", text)
    })
}

/// How many items a page has.
pub(super) fn page_limit(limit: Option<i64>) -> Answer<u32> {
    match limit {
        None => Ok(20),
        Some(limit @ 1..=100) => Ok(limit as u32),
        Some(_) => Err(Problem::field("limit", "must be from 1 to 100")),
    }
}
