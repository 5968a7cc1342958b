//! `/auth`: accounts and sessions.

use admit_app::accounts::register::Register;
use admit_app::accounts::session::SignedIn as Opened;
use admit_app::ports::accounts::Account;
use axum::extract::State;
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};

use super::answer::private;
use super::caller::{SESSION_COOKIE, SignedIn};
use super::codes::Code;
use super::problem::{Answer, Problem};
use super::request::Body;
use super::state::ApiState;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RegisterBody {
    email: String,
    password: String,
    name: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GuestBody {
    email: String,
    name: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LoginBody {
    email: String,
    password: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RefreshBody {
    refresh_token: String,
}

#[derive(Serialize)]
struct ShownAccount {
    id: String,
    email: String,
    name: String,
    role: &'static str,
    verified: bool,
}

#[derive(Serialize)]
struct ShownSession {
    user: ShownAccount,
    access_token: String,
    refresh_token: String,
    expires_in: u64,
}

pub(super) async fn register(State(state): State<ApiState>, body: Body) -> Answer<Response> {
    let RegisterBody { email, password, name } = body.json()?;
    let opened = state.app.register(Register { email, password, name }).await?;
    show_session(&state, StatusCode::CREATED, opened)
}

pub(super) async fn guest(State(state): State<ApiState>, body: Body) -> Answer<Response> {
    let GuestBody { email, name } = body.json()?;
    let opened = state.app.sign_in_as_guest(&email, &name).await?;
    show_session(&state, StatusCode::CREATED, opened)
}

pub(super) async fn login(State(state): State<ApiState>, body: Body) -> Answer<Response> {
    let LoginBody { email, password } = body.json()?;
    let opened = state.app.sign_in(&email, password).await?;
    show_session(&state, StatusCode::OK, opened)
}

pub(super) async fn refresh(State(state): State<ApiState>, body: Body) -> Answer<Response> {
    let RefreshBody { refresh_token } = body.json()?;
    let opened = state.app.refresh(&refresh_token).await?;
    show_session(&state, StatusCode::OK, opened)
}

pub(super) async fn logout(State(state): State<ApiState>, SignedIn(caller): SignedIn, body: Body) -> Answer<Response> {
    body.nothing()?;
    state.app.sign_out(&caller).await?;
    let mut response = StatusCode::NO_CONTENT.into_response();
    set_cookie(&mut response, &state, "", 0)?;
    Ok(response)
}

pub(super) async fn me(State(state): State<ApiState>, SignedIn(caller): SignedIn) -> Answer<Response> {
    private(StatusCode::OK, &show_account(state.app.me(&caller).await?))
}

fn show_session(state: &ApiState, status: StatusCode, opened: Opened) -> Answer<Response> {
    let expires_in = opened.expires_in.as_secs();
    let access_token = opened.access_token.clone();
    let session = ShownSession {
        user: show_account(opened.account),
        access_token: opened.access_token,
        refresh_token: opened.refresh_token,
        expires_in,
    };
    let mut response = private(status, &session)?;
    set_cookie(&mut response, state, &access_token, expires_in)?;
    Ok(response)
}

fn show_account(account: Account) -> ShownAccount {
    ShownAccount {
        id: account.id.to_string(),
        email: account.email,
        name: account.name,
        role: account.role.name(),
        verified: account.verified_at.is_some(),
    }
}

fn set_cookie(response: &mut Response, state: &ApiState, token: &str, max_age_s: u64) -> Answer<()> {
    let secure = if state.settings.is_behind_tls() { "; Secure" } else { "" };
    let cookie = format!("{SESSION_COOKIE}={token}; Path=/; Max-Age={max_age_s}; HttpOnly; SameSite=Lax{secure}");
    let value = HeaderValue::from_str(&cookie).map_err(|_| Problem::new(Code::Internal))?;
    response.headers_mut().append(SET_COOKIE, value);
    Ok(())
}
