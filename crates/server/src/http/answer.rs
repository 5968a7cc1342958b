//! Answers that handlers give: JSON with a status, replays, and what may be cached.

use axum::body::{Body, Bytes};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use super::codes::Code;
use super::problem::{Answer, Problem};

pub(super) const JSON: &str = "application/json";

/// JSON that nobody may keep: it is one account's, or changes at once.
pub(super) fn private<T: Serialize>(status: StatusCode, value: &T) -> Answer<Response> {
    let mut response = json_bytes(value)?.into_response();
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(JSON));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    Ok(response)
}

/// As [`private`], marked if it is the answer to a repeated request.
pub(super) fn replayable<T: Serialize>(status: StatusCode, value: &T, repeated: bool) -> Answer<Response> {
    let mut response = private(status, value)?;
    if repeated {
        response.headers_mut().insert("idempotent-replayed", HeaderValue::from_static("true"));
    }
    Ok(response)
}

/// What may be kept and asked for again with its tag.
pub(super) struct Cached<'request> {
    pub(super) request: &'request HeaderMap,
    /// Without quotes.
    pub(super) tag: &'request str,
    pub(super) cache_control: &'static str,
    pub(super) content_type: &'static str,
}

impl Cached<'_> {
    /// `304` if the caller has it, else the body that `render` gives.
    pub(super) fn answer(self, render: impl FnOnce() -> Answer<Bytes>) -> Answer<Response> {
        let tag = format!("\"{}\"", self.tag);
        let known = self.request.get_all(IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
        let is_known = known.flat_map(|value| value.split(',')).any(|one| {
            let one = one.trim();
            one == "*" || one.strip_prefix("W/").unwrap_or(one) == tag
        });
        let mut response = if is_known {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            let mut response = Body::from(render()?).into_response();
            response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(self.content_type));
            response
        };
        let headers = response.headers_mut();
        headers.insert(CACHE_CONTROL, HeaderValue::from_static(self.cache_control));
        headers.insert(ETAG, HeaderValue::from_str(&tag).map_err(|_| Problem::new(Code::Internal))?);
        Ok(response)
    }
}

/// Public JSON tagged by its content.
pub(super) fn public<T: Serialize>(request: &HeaderMap, cache_control: &'static str, value: &T) -> Answer<Response> {
    let bytes = json_bytes(value)?;
    Cached { request, tag: &content_tag(&bytes), cache_control, content_type: JSON }.answer(|| Ok(bytes))
}

/// Tells one content from another.
pub(super) fn content_tag(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex()[..20].to_owned()
}

pub(super) fn json_bytes<T: Serialize>(value: &T) -> Answer<Bytes> {
    serde_json::to_vec(value).map(Bytes::from).map_err(|error| super::from_app::internal(&error))
}
