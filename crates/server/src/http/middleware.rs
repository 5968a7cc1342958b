//! What happens to every request: an id, a log line, limits, headers that keep browsers safe, and no panic that ends more than
//! itself.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::http::header::{
    CONTENT_ENCODING, CONTENT_SECURITY_POLICY, ETAG, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY,
    X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures_util::FutureExt;
use tracing::Instrument;

use super::arriving::AnswerClock;
use super::codes::Code;
use super::compress::forgive_refusals;
use super::cors::Cors;
use super::gate::Gate;
use super::problem::Problem;
use super::route_times::RouteTimes;
use super::state::ApiState;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");
const REQUEST_ID_BYTES_MAX: usize = 128;

/// What stands before all routes.
pub(super) struct Door {
    state: ApiState,
    gate: Option<Gate>,
    cors: Option<Cors>,
    times: RouteTimes,
}

impl Door {
    pub(super) fn new(state: ApiState) -> Self {
        Self {
            gate: Gate::new(&state),
            cors: Cors::new(&state.settings.cors_origins),
            times: RouteTimes::default(),
            state,
        }
    }

    /// Lets the request in, if it may come in.
    async fn pass(&self, mut request: Request, path: Option<&str>, next: Next) -> Response {
        forgive_refusals(request.headers_mut());
        if let Some(answer) = self.cors.as_ref().and_then(|cors| cors.preflight(&request)) {
            return answer;
        }
        let counted = self.gate.as_ref().and_then(|gate| gate.count(&self.state, &mut request, path).zip(Some(gate)));
        let Some((counted, gate)) = counted else { return next.run(request).await };
        let mut response = match counted.refusal() {
            Some(problem) => problem.into_response(),
            None => next.run(request).await,
        };
        gate.tell(response.headers_mut(), &counted);
        response
    }

    fn secure(&self, headers: &mut HeaderMap) {
        headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
        headers.insert(X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
        headers.entry(CONTENT_SECURITY_POLICY).or_insert(CONTENT_POLICY);
        headers.entry(PERMISSIONS_POLICY).or_insert(PERMISSIONS);
        if self.state.settings.is_behind_tls() {
            headers.insert(STRICT_TRANSPORT_SECURITY, TLS_ONLY);
        }
    }
}

const CONTENT_POLICY: HeaderValue = HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'");
const PERMISSIONS: HeaderValue =
    HeaderValue::from_static("camera=(), geolocation=(), microphone=(), payment=(), usb=()");
/// Of this host alone: what else is under its name isn't ours to decide on.
const TLS_ONLY: HeaderValue = HeaderValue::from_static("max-age=31536000");

/// Gives the request an id and logs what became of it.
pub(super) async fn observe(State(door): State<Arc<Door>>, mut request: Request, next: Next) -> Response {
    let id = request_id(request.headers());
    // At every level there is: whatever is logged at all says of which request.
    let span = tracing::error_span!("request", id = id.to_str().unwrap_or("?"));
    let (method, begun) = (request.method().clone(), Instant::now());
    // Cloning it copies no text.
    let path = request.extensions().get::<MatchedPath>().cloned();
    let path = path.as_ref().map(MatchedPath::as_str);
    let origin = door.cors.as_ref().map(|cors| cors.allowed(request.headers()));
    let clock = AnswerClock::start();
    request.extensions_mut().insert(clock.clone());
    let answering = AssertUnwindSafe(door.pass(request, path, next).instrument(span.clone())).catch_unwind();
    let mut response = match clock.within(answering).await {
        Some(Ok(response)) => response,
        Some(Err(_)) => Problem::new(Code::Internal).into_response(),
        None => hung(&method).into_response(),
    };
    let (status, took) = (response.status().as_u16(), begun.elapsed());
    span.in_scope(|| tracing::debug!(%method, path, status, seconds = took.as_secs_f64(), "answered"));
    door.times.record(path, status, took);
    let headers = response.headers_mut();
    headers.insert(REQUEST_ID, id);
    door.secure(headers);
    if let Some(origin) = origin {
        Cors::mark(headers, origin);
    }
    if headers.contains_key(CONTENT_ENCODING) {
        weaken_tag(headers);
    }
    response
}

/// Who changed something sees it whatever they look at next.
pub(super) async fn show_what_changed(State(state): State<ApiState>, request: Request, next: Next) -> Response {
    let is_write = !request.method().is_safe();
    let response = next.run(request).await;
    if is_write {
        state.renderings.catalogue_changed();
    }
    response
}

fn hung(method: &Method) -> Problem {
    let problem = Problem::new(Code::Unavailable);
    if method.is_safe() {
        return problem;
    }
    problem.detail("It isn't known whether this was done. Ask again with the same Idempotency-Key.")
}

/// The tag is of what is said, and a compressed answer isn't the same bytes.
fn weaken_tag(headers: &mut HeaderMap) {
    let Some(tag) = headers.get(ETAG).filter(|tag| !tag.as_bytes().starts_with(b"W/")) else { return };
    if let Ok(weak) = HeaderValue::from_bytes(&[b"W/", tag.as_bytes()].concat()) {
        headers.insert(ETAG, weak);
    }
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
