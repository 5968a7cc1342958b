//! Operations: alive, ready, measured.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::private;
use super::problem::{Answer, Problem};
use super::request::Body;
use super::state::{ApiState, Condition, MetricsAt};

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Alive")]
pub(super) struct AliveBody {
    #[schemars(extend("enum" = ["alive"]))]
    status: &'static str,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Readiness")]
pub(super) struct ReadyBody {
    #[schemars(extend("enum" = ["ready", "degraded", "not_ready"]))]
    /// `degraded`: all that is needed is there, and something is away that the server does without.
    status: &'static str,
    /// What is used, each with `ready` or why it is away.
    dependencies: BTreeMap<&'static str, &'static str>,
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
    let is_away = checks.iter().any(|(_, condition)| matches!(condition, Condition::Away(_)));
    let is_missed = checks.iter().any(|(_, condition)| matches!(condition, Condition::Missed(_)));
    let (code, status) = match (is_away, is_missed) {
        (true, _) => (StatusCode::SERVICE_UNAVAILABLE, "not_ready"),
        (false, true) => (StatusCode::OK, "degraded"),
        (false, false) => (StatusCode::OK, "ready"),
    };
    let said = |condition| match condition {
        Condition::Ready => "ready",
        Condition::Missed(why) | Condition::Away(why) => why,
    };
    let dependencies = checks.into_iter().map(|(name, condition)| (name, said(condition))).collect();
    private(code, &ReadyBody { status, dependencies })
}

/// The metrics, unless they have a listener of their own: whoever gives them one doesn't want them on this one.
pub(super) async fn metrics_here(state: State<ApiState>) -> Answer<Response> {
    match state.settings.metrics {
        MetricsAt::AllListeners => Ok(metrics(state).await),
        MetricsAt::TheirOwn => Err(Problem::not_found()),
    }
}

pub(super) async fn metrics(State(state): State<ApiState>) -> Response {
    ([(CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], (state.metrics)()).into_response()
}
