//! `/payments/webhooks`: what the payment provider tells.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use schemars::JsonSchema;
use serde::Serialize;

use super::answer::private;
use super::codes::Code;
use super::path::Path;
use super::problem::{Answer, Problem};
use super::request::Body;
use super::state::ApiState;

/// Where the provider puts its signature.
const SIGNATURE: &str = "admit-signature";

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "WebhookTaken")]
pub(super) struct TakenBody {
    received: bool,
}

pub(super) async fn take(State(state): State<ApiState>, Path(provider): Path<String>, body: Body) -> Answer<Response> {
    if provider != state.app.payments.name() {
        return Err(Problem::not_found());
    }
    let signature = body.header(SIGNATURE).ok_or_else(|| Problem::new(Code::BadSignature))?;
    let now = state.app.clock.now();
    let read = state.app.payments.read_webhook(signature, body.bytes()?, now);
    let notice = read.map_err(|_| Problem::new(Code::BadSignature))?;
    state.app.take_payment_notice(notice).await?;
    private(StatusCode::OK, &TakenBody { received: true })
}
