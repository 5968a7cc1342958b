//! What happens to every request: an id, a log line, headers that keep browsers safe, and no panic that ends more than itself.

use std::panic::AssertUnwindSafe;
use std::time::{Duration, Instant};

use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures_util::FutureExt;
use tokio::time::timeout;
use tracing::Instrument;

use super::codes::Code;
use super::problem::Problem;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const REQUEST_ID_BYTES_MAX: usize = 128;

/// Longer than anything that is waited for on the way to an answer: a desk, the payment provider, a connection. What takes longer
/// hangs, as a database does whose machine froze.
const ANSWER_WITHIN: Duration = Duration::from_secs(11);

/// Gives the request an id and logs what became of it.
pub(super) async fn observe(request: Request, next: Next) -> Response {
    let id = request_id(request.headers());
    let span = tracing::info_span!("request", id = id.to_str().unwrap_or("?"));
    let (method, begun) = (request.method().clone(), Instant::now());
    let path = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let answering = AssertUnwindSafe(next.run(request).instrument(span.clone())).catch_unwind();
    let mut response = match timeout(ANSWER_WITHIN, answering).await {
        Ok(Ok(response)) => response,
        Ok(Err(_)) => Problem::new(Code::Internal).into_response(),
        Err(_) => hung(&method).into_response(),
    };
    let status = response.status().as_u16();
    let seconds = begun.elapsed().as_secs_f64();
    let path = path.unwrap_or_else(|| "unmatched".to_owned());
    span.in_scope(|| tracing::debug!(%method, path, status, seconds, "answered"));
    metrics::histogram!("admit_http_seconds", "path" => path, "status" => status.to_string()).record(seconds);
    response.headers_mut().insert(REQUEST_ID, id);
    secure(response.headers_mut());
    response
}

fn hung(method: &Method) -> Problem {
    let problem = Problem::new(Code::Unavailable);
    if method.is_safe() {
        return problem;
    }
    problem.detail("It isn't known whether this was done. Ask again with the same Idempotency-Key.")
}

/// The caller's id if it is sane, else a new one.
fn request_id(headers: &HeaderMap) -> HeaderValue {
    let sane = |value: &&HeaderValue| {
        let bytes = value.as_bytes();
        (1..=REQUEST_ID_BYTES_MAX).contains(&bytes.len())
            && bytes.iter().all(|byte| byte.is_ascii_alphanumeric() || b"-_.:".contains(byte))
    };
    headers.get(REQUEST_ID).filter(sane).cloned().unwrap_or_else(|| {
        let id = format!("req_{:032x}", admit_app::ids::mint());
        HeaderValue::from_str(&id).unwrap_or(HeaderValue::from_static("req"))
    })
}

fn secure(headers: &mut HeaderMap) {
    headers.insert("x-content-type-options", HeaderValue::from_static("nosniff"));
    headers.insert("referrer-policy", HeaderValue::from_static("no-referrer"));
    headers.insert("x-frame-options", HeaderValue::from_static("DENY"));
    headers
        .entry("content-security-policy")
        .or_insert(HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'"));
}
