//! Operations: alive, ready, measured.

use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::answer::private;
use super::problem::Answer;
use super::request::Body;
use super::state::ApiState;

pub(super) async fn healthz() -> Answer<Response> {
    private(StatusCode::OK, &json!({ "status": "alive" }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PingBody {}

/// Does nothing, as everything else does it: what the machine can do at most is measured by it.
pub(super) async fn ping(body: Body) -> Answer<Response> {
    let PingBody {} = body.json()?;
    private(StatusCode::OK, &json!({}))
}

pub(super) async fn readyz(State(state): State<ApiState>) -> Answer<Response> {
    let checks = state.readiness.check().await;
    let ready = checks.iter().all(|(_, outcome)| outcome.is_ok());
    let dependencies: Map<String, Value> = checks
        .into_iter()
        .map(|(name, outcome)| (name.to_owned(), outcome.map_or_else(Value::from, |()| Value::from("ready"))))
        .collect();
    let status = if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    private(status, &json!({ "status": if ready { "ready" } else { "not_ready" }, "dependencies": dependencies }))
}

pub(super) async fn metrics(State(state): State<ApiState>) -> Response {
    ([(CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], (state.metrics)()).into_response()
}
