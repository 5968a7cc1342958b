//! Operations: alive, ready, measured.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::private;
use super::problem::Answer;
use super::request::Body;
use super::state::ApiState;

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Alive")]
pub(super) struct AliveBody {
    #[schemars(extend("enum" = ["alive"]))]
    status: &'static str,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Readiness")]
pub(super) struct ReadyBody {
    #[schemars(extend("enum" = ["ready", "not_ready"]))]
    status: &'static str,
    /// What is needed, each with `ready` or why it is away.
    dependencies: BTreeMap<&'static str, String>,
}

pub(super) async fn healthz() -> Answer<Response> {
    private(StatusCode::OK, &AliveBody { status: "alive" })
}

/// Nothing, as a request and as an answer.
#[derive(Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Nothing")]
pub(super) struct PingBody {}

/// Does nothing, as everything else does it: what the machine can do at most is measured by it.
pub(super) async fn ping(body: Body) -> Answer<Response> {
    let PingBody {} = body.json()?;
    private(StatusCode::OK, &PingBody {})
}

pub(super) async fn readyz(State(state): State<ApiState>) -> Answer<Response> {
    let checks = state.readiness.check().await;
    let ready = checks.iter().all(|(_, outcome)| outcome.is_ok());
    let said = |outcome: Result<(), String>| outcome.map_or_else(|why| why, |()| "ready".to_owned());
    let dependencies = checks.into_iter().map(|(name, outcome)| (name, said(outcome))).collect();
    let (code, status) = match ready {
        true => (StatusCode::OK, "ready"),
        false => (StatusCode::SERVICE_UNAVAILABLE, "not_ready"),
    };
    private(code, &ReadyBody { status, dependencies })
}

pub(super) async fn metrics(State(state): State<ApiState>) -> Response {
    ([(CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], (state.metrics)()).into_response()
}
