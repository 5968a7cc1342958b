//! Who calls: by bearer token, else by cookie.

use admit_app::accounts::caller::Caller;
use admit_app::organizers::access::Organizer;
use axum::extract::{FromRequestParts, OptionalFromRequestParts};
use axum::http::header::{AUTHORIZATION, COOKIE, HOST, ORIGIN};
use axum::http::request::Parts;

use super::codes::Code;
use super::problem::Problem;
use super::state::ApiState;

pub(super) const SESSION_COOKIE: &str = "admit_session";

/// A caller who is signed in.
pub(super) struct SignedIn(pub(super) Caller);

impl FromRequestParts<ApiState> for SignedIn {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &ApiState) -> Result<Self, Problem> {
        caller(parts, state)?.map(SignedIn).ok_or_else(|| Problem::new(Code::NotSignedIn))
    }
}

/// A caller who may organize: 401 before 403, and both before anything is said of what the path names.
pub(super) struct Organizes(pub(super) Organizer);

impl FromRequestParts<ApiState> for Organizes {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &ApiState) -> Result<Self, Problem> {
        let caller = caller(parts, state)?.ok_or_else(|| Problem::new(Code::NotSignedIn))?;
        Organizer::of(&caller).map(Organizes).ok_or_else(|| Problem::new(Code::Forbidden))
    }
}

/// For what is public but shows the caller more; a token that isn't good is as none.
impl OptionalFromRequestParts<ApiState> for SignedIn {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &ApiState) -> Result<Option<Self>, Problem> {
        Ok(caller(parts, state).ok().flatten().map(SignedIn))
    }
}

fn caller(parts: &Parts, state: &ApiState) -> Result<Option<Caller>, Problem> {
    if let Some(header) = parts.headers.get(AUTHORIZATION) {
        let token = header.to_str().ok().and_then(bearer).ok_or_else(|| Problem::new(Code::BadToken))?;
        return state.app.caller(token).map(Some).ok_or_else(|| Problem::new(Code::BadToken));
    }
    let Some(token) = cookie(parts, SESSION_COOKIE) else { return Ok(None) };
    let is_write = !(parts.method.is_safe());
    let may_write = || {
        let origin = parts.headers.get(ORIGIN);
        origin.is_some_and(|origin| state.settings.allows_origin(origin, parts.headers.get(HOST)))
    };
    if is_write && !may_write() {
        return Err(Problem::new(Code::ForbiddenOrigin));
    }
    Ok(state.app.caller(token))
}

fn bearer(header: &str) -> Option<&str> {
    let (scheme, token) = header.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

fn cookie<'parts>(parts: &'parts Parts, name: &str) -> Option<&'parts str> {
    let all = parts.headers.get_all(COOKIE).iter().filter_map(|header| header.to_str().ok());
    let mut pairs = all.flat_map(|header| header.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(key, _)| *key == name).map(|(_, value)| value)
}
