//! Problem documents (RFC 9457): the one shape of every error.

use std::sync::OnceLock;

use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use metrics::Counter;
use serde_json::{Map, Value, json};

use super::codes::Code;

/// When to try again after a 503, in seconds.
const RETRY_AFTER_S: u64 = 1;

/// What a handler answers with when it doesn't do what was asked.
#[derive(Debug)]
pub(crate) struct Problem {
    code: Code,
    detail: Option<String>,
    extra: Map<String, Value>,
    replayed: bool,
    retry_after_s: Option<u64>,
}

pub(crate) type Answer<T> = Result<T, Problem>;

impl Problem {
    pub(crate) fn new(code: Code) -> Self {
        Self { code, detail: None, extra: Map::new(), replayed: false, retry_after_s: None }
    }

    pub(crate) fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// Adds what the code's clients need to know.
    pub(crate) fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.extra.insert(name.to_owned(), value.into());
        self
    }

    /// A field of the request that can't be meant.
    pub(crate) fn field(field: impl Into<String>, message: impl Into<String>) -> Self {
        let (field, message) = (field.into(), message.into());
        Self::new(Code::Invalid)
            .detail(format!("{field} {message}"))
            .with("errors", json!([{ "field": field, "message": message }]))
    }

    /// Several fields that can't be meant, each with why.
    pub(crate) fn fields(errors: &[(String, String)]) -> Self {
        Self::new(Code::Invalid).errors(errors)
    }

    /// Names what is wrong, field by field.
    pub(crate) fn errors(self, errors: &[(String, String)]) -> Self {
        let list: Vec<Value> =
            errors.iter().map(|(field, message)| json!({ "field": field, "message": message })).collect();
        let problem = match errors {
            [] => self,
            [(field, message)] => self.detail(format!("{field} {message}")),
            [(field, message), rest @ ..] => self.detail(format!("{field} {message}, and {} more", rest.len())),
        };
        problem.with("errors", list)
    }

    /// Whether it is sure that nothing was done.
    pub(crate) fn is_certain(&self) -> bool {
        !self.code.status().is_server_error()
    }

    /// This answer was given before, to the same request.
    pub(crate) fn replayed(mut self, replayed: bool) -> Self {
        self.replayed = replayed;
        self
    }

    pub(super) fn code(&self) -> Code {
        self.code
    }

    pub(super) fn detail_text(&self) -> &str {
        self.detail.as_deref().unwrap_or(self.code.title())
    }

    /// When it is worth trying again, in seconds.
    pub(crate) fn retry_after(mut self, seconds: u64) -> Self {
        self.retry_after_s = Some(seconds);
        self
    }

    pub(crate) fn not_found() -> Self {
        Self::new(Code::NotFound)
    }
}

impl IntoResponse for Problem {
    fn into_response(mut self) -> Response {
        let status = self.code.status();
        count(self.code);
        let is_away = status == StatusCode::SERVICE_UNAVAILABLE;
        let retry_after_s = self.retry_after_s.or(is_away.then_some(RETRY_AFTER_S));
        if let Some(seconds) = retry_after_s {
            self = self.with("retry_after_s", seconds);
        }
        let mut body = json!({
            "type": format!("urn:admit:problem:{}", self.code.text()),
            "title": self.code.title(),
            "status": status.as_u16(),
            "code": self.code.text(),
        });
        if let Value::Object(fields) = &mut body {
            fields.insert("detail".to_owned(), self.detail_text().into());
            fields.append(&mut self.extra);
        }
        let mut response = (status, body.to_string()).into_response();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        // What is missing or refused now may be there for the next who asks.
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
        if let Some(seconds) = retry_after_s {
            headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        if status == StatusCode::UNAUTHORIZED {
            headers.insert("www-authenticate", HeaderValue::from_static("Bearer"));
        }
        if self.replayed {
            headers.insert("idempotent-replayed", HeaderValue::from_static("true"));
        }
        response
    }
}

/// Refusing is to be cheap in a rush, so the counters are looked up once.
fn count(code: Code) {
    static COUNTERS: OnceLock<Vec<Counter>> = OnceLock::new();
    let counter = |code: &Code| metrics::counter!("admit_problems_total", "code" => code.text());
    let counters = COUNTERS.get_or_init(|| Code::ALL.iter().map(counter).collect());
    counters[code as usize].increment(1);
}
