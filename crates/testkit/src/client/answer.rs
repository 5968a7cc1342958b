//! What a server answered, and what a test expects of it.

use reqwest::header::HeaderMap;
use serde_json::Value;

/// An answer, whole.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Method and path, for messages.
    pub asked: String,
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    /// A header as text; empty if there is none.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or("")
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON; `null` if it is none.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }

    /// The problem's code; empty if it isn't a problem.
    pub fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or("").to_owned()
    }

    pub fn is_replay(&self) -> bool {
        self.header("idempotent-replayed") == "true"
    }

    /// The body of an answer that must have this status.
    #[track_caller]
    pub fn expect(&self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}", self.shown());
        self.json()
    }

    /// The problem of an answer that must be one, whole and of this status and code.
    #[track_caller]
    pub fn problem(&self, status: u16, code: &str) -> Value {
        let body = self.any_problem();
        assert_eq!((self.status, body["code"].as_str()), (status, Some(code)), "{}", self.shown());
        body
    }

    /// The problem of an answer that must be one, in the shape that all of them have.
    #[track_caller]
    pub fn any_problem(&self) -> Value {
        assert!(self.status >= 400, "no problem: {}", self.shown());
        assert_eq!(self.header("content-type"), "application/problem+json", "{}", self.shown());
        let body = self.json();
        for field in ["type", "title", "detail", "code"] {
            assert!(body[field].as_str().is_some_and(|text| !text.is_empty()), "no {field}: {}", self.shown());
        }
        assert_eq!(body["status"], self.status, "{}", self.shown());
        assert!(!self.header("x-request-id").is_empty(), "no request id: {}", self.shown());
        assert_eq!(self.header("cache-control"), "private, no-store", "{}", self.shown());
        if matches!(self.status, 429 | 503) {
            assert!(self.header("retry-after").parse::<u32>().is_ok(), "no Retry-After: {}", self.shown());
        }
        body
    }

    /// All of it, for messages.
    pub fn shown(&self) -> String {
        let text: String = self.text().chars().take(2_000).collect();
        format!("{} → {} {:?}\n{text}", self.asked, self.status, self.headers)
    }
}
