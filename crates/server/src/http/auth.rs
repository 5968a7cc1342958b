//! `/auth`: accounts and sessions.

use std::time::Duration;

use admit_app::accounts::register::Register;
use admit_app::accounts::session::SignedIn as Opened;
use admit_app::ports::accounts::Account;
use admit_domain::id::AccountId;
use admit_domain::role::Role;
use axum::extract::State;
use axum::http::header::{HOST, ORIGIN, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::private;
use super::caller::{SESSION_COOKIE, SignedIn, cookie};
use super::codes::Code;
use super::guesses::{count_guess, remember_browser};
use super::problem::{Answer, Problem};
use super::request::Body;
use super::state::ApiState;
use super::texts::{Id, Name};

const REFRESH_COOKIE: &str = "admit_refresh";

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "RegisterRequest")]
pub(super) struct RegisterBody {
    email: String,
    password: String,
    name: String,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "GuestRequest")]
pub(super) struct GuestBody {
    email: String,
    name: String,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "LoginRequest")]
pub(super) struct LoginBody {
    email: String,
    password: String,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "RefreshRequest")]
pub(super) struct RefreshBody {
    /// A page leaves it out: its cookie has it.
    refresh_token: Option<String>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Account")]
pub(super) struct ShownAccount {
    id: Id<AccountId>,
    email: String,
    name: String,
    role: Name<Role>,
    /// Whether the address was proven by a mailed link.
    verified: bool,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Session")]
pub(super) struct ShownSession {
    user: ShownAccount,
    access_token: String,
    refresh_token: String,
    /// For how many seconds the access token is good.
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
    count_guess(&state, body.headers(), &email)?;
    let opened = state.app.sign_in(&email, password).await?;
    show_proven_session(&state, opened)
}

pub(super) async fn refresh(State(state): State<ApiState>, body: Body) -> Answer<Response> {
    let RefreshBody { refresh_token } = body.json()?;
    let from_cookie = || refresh_cookie(&state, body.headers());
    let refresh_token = refresh_token.map_or_else(from_cookie, Ok)?;
    let opened = state.app.refresh(&refresh_token).await?;
    show_session(&state, StatusCode::OK, opened)
}

pub(super) async fn logout(State(state): State<ApiState>, SignedIn(caller): SignedIn, body: Body) -> Answer<Response> {
    body.nothing()?;
    state.app.sign_out(&caller).await?;
    let mut response = StatusCode::NO_CONTENT.into_response();
    set_cookies(&mut response, &state, ("", Duration::ZERO), ("", Duration::ZERO))?;
    Ok(response)
}

pub(super) async fn me(State(state): State<ApiState>, SignedIn(caller): SignedIn) -> Answer<Response> {
    private(StatusCode::OK, &show_account(state.app.me(&caller).await?))
}

/// Of somebody whose password, or whose address, is proven just now.
pub(super) fn show_proven_session(state: &ApiState, opened: Opened) -> Answer<Response> {
    let email = opened.account.email.clone();
    let mut response = show_session(state, StatusCode::OK, opened)?;
    remember_browser(&mut response, state, &email)?;
    Ok(response)
}

fn show_session(state: &ApiState, status: StatusCode, opened: Opened) -> Answer<Response> {
    let expires_in = opened.expires_in.as_secs();
    let (access_token, refresh_token) = (opened.access_token.clone(), opened.refresh_token.clone());
    let session = ShownSession {
        user: show_account(opened.account),
        access_token: opened.access_token,
        refresh_token: opened.refresh_token,
        expires_in,
    };
    let mut response = private(status, &session)?;
    let refresh_ttl = state.app.settings.tokens.refresh_ttl;
    set_cookies(&mut response, state, (&access_token, opened.expires_in), (&refresh_token, refresh_ttl))?;
    Ok(response)
}

fn show_account(account: Account) -> ShownAccount {
    ShownAccount {
        id: Id(account.id),
        email: account.email,
        name: account.name,
        role: Name(account.role),
        verified: account.verified_at.is_some(),
    }
}

/// The refresh token goes nowhere but to where it is renewed, so no other handler, log or page ever meets it.
fn set_cookies(
    response: &mut Response,
    state: &ApiState,
    access: (&str, Duration),
    refresh: (&str, Duration),
) -> Answer<()> {
    let secure = if state.settings.is_behind_tls() { "; Secure" } else { "" };
    let cookies = [(SESSION_COOKIE, access, "/", "Lax"), (REFRESH_COOKIE, refresh, "/api/v1/auth/refresh", "Strict")];
    for (name, (token, max_age), path, same_site) in cookies {
        let max_age_s = max_age.as_secs();
        let cookie =
            format!("{name}={token}; Path={path}; Max-Age={max_age_s}; HttpOnly; SameSite={same_site}{secure}");
        let value = HeaderValue::from_str(&cookie).map_err(|_| Problem::new(Code::Internal))?;
        response.headers_mut().append(SET_COOKIE, value);
    }
    Ok(())
}

/// A cookie is sent by whatever page asks, so the page must be one that may.
fn refresh_cookie(state: &ApiState, headers: &HeaderMap) -> Answer<String> {
    let Some(token) = cookie(headers, REFRESH_COOKIE) else {
        return Err(Problem::field("refresh_token", "is missing, and there is no cookie that has it"));
    };
    let origin = headers.get(ORIGIN);
    if origin.is_some_and(|origin| state.settings.allows_origin(origin, headers.get(HOST))) {
        Ok(token.to_owned())
    } else {
        Err(Problem::new(Code::ForbiddenOrigin))
    }
}
