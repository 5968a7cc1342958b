//! `/auth/verify` and `/auth/password`: what mailed links do.

use admit_app::accounts::error::AccountError;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use schemars::JsonSchema;
use serde::Deserialize;

use super::auth::show_proven_session;
use super::caller::SignedIn;
use super::problem::Answer;
use super::request::Body;
use super::state::ApiState;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "VerifyRequest")]
pub(super) struct VerifyBody {
    token: String,
    /// A new password, where one was set before the address was proven.
    password: Option<String>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "ForgotPasswordRequest")]
pub(super) struct ForgotBody {
    email: String,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "ResetPasswordRequest")]
pub(super) struct ResetBody {
    token: String,
    password: String,
}

pub(super) async fn verify(State(state): State<ApiState>, body: Body) -> Answer<Response> {
    let VerifyBody { token, password } = body.json()?;
    let opened = Box::pin(state.app.verify(&token, password)).await?;
    show_proven_session(&state, opened)
}

pub(super) async fn resend(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    body: Body,
) -> Answer<StatusCode> {
    body.nothing()?;
    state.app.resend_verification(&caller).await?;
    Ok(StatusCode::ACCEPTED)
}

/// The same answer for every text: whether it is an address, and whose, is nothing that this tells.
pub(super) async fn forgot(State(state): State<ApiState>, body: Body) -> Answer<StatusCode> {
    let ForgotBody { email } = body.json()?;
    match state.app.forgot_password(&email).await {
        Ok(()) | Err(AccountError::Invalid { .. }) => Ok(StatusCode::ACCEPTED),
        Err(error) => Err(error.into()),
    }
}

pub(super) async fn reset(State(state): State<ApiState>, body: Body) -> Answer<Response> {
    let ResetBody { token, password } = body.json()?;
    let opened = Box::pin(state.app.reset_password(&token, password)).await?;
    show_proven_session(&state, opened)
}
