//! Who calls: by bearer token, else by cookie.

use std::convert::Infallible;

use admit_app::accounts::caller::Caller;
use admit_app::organizers::access::Organizer;
use axum::extract::{FromRequestParts, OptionalFromRequestParts, Request};
use axum::http::HeaderMap;
use axum::http::header::{AUTHORIZATION, COOKIE, HOST, ORIGIN};
use axum::http::request::Parts;

use super::codes::Code;
use super::problem::{Answer, Problem};
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

/// Whoever opens a socket, if their token is good. A page's script can't choose what a socket's handshake carries, and a browser
/// sends the cookie along for pages of any origin: it counts for allowed ones only.
pub(super) struct SocketCaller(pub(super) Option<Caller>);

impl FromRequestParts<ApiState> for SocketCaller {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &ApiState) -> Result<Self, Infallible> {
        let may_sign_in = origin(state, &parts.headers) == Page::Allowed || parts.headers.contains_key(AUTHORIZATION);
        Ok(SocketCaller(caller(parts, state).ok().flatten().filter(|_| may_sign_in)))
    }
}

/// Whom the request's token names, read once a request.
#[derive(Clone, Copy)]
struct Recognised(Option<Caller>);

/// Reads the request's token before it is known what it is for. Whether the caller may do that is seen later.
pub(super) fn recognise(state: &ApiState, request: &mut Request) -> Option<Caller> {
    let headers = request.headers();
    let token = match headers.get(AUTHORIZATION) {
        Some(header) => header.to_str().ok().and_then(bearer),
        None => cookie(headers, SESSION_COOKIE),
    };
    let caller = state.app.caller(token?);
    request.extensions_mut().insert(Recognised(caller));
    caller
}

fn caller(parts: &Parts, state: &ApiState) -> Result<Option<Caller>, Problem> {
    let read = |token: &str| match parts.extensions.get() {
        Some(Recognised(caller)) => *caller,
        None => state.app.caller(token),
    };
    if let Some(header) = parts.headers.get(AUTHORIZATION) {
        let token = header.to_str().ok().and_then(bearer).ok_or_else(|| Problem::new(Code::BadToken))?;
        return read(token).map(Some).ok_or_else(|| Problem::new(Code::BadToken));
    }
    let Some(token) = cookie(&parts.headers, SESSION_COOKIE) else { return Ok(None) };
    let is_write = !(parts.method.is_safe());
    if is_write && origin(state, &parts.headers) != Page::Allowed {
        return Err(Problem::new(Code::ForbiddenOrigin));
    }
    Ok(read(token))
}

/// Whose page sent a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Page {
    Allowed,
    Foreign,
    /// No browser sent it, or one that doesn't say.
    Unknown,
}

fn origin(state: &ApiState, headers: &HeaderMap) -> Page {
    match headers.get(ORIGIN) {
        Some(origin) if state.settings.allows_origin(origin, headers.get(HOST)) => Page::Allowed,
        Some(_) => Page::Foreign,
        None => Page::Unknown,
    }
}

/// Refuses a write that needs nobody to be signed in if a foreign page sends it, or if the cookie that says who does it may have
/// been sent along for one. `said_by`: the header that says it without a cookie, and that cookie.
pub(super) fn refuse_foreign_pages(state: &ApiState, headers: &HeaderMap, said_by: (&str, &str)) -> Answer<()> {
    let (header, place) = said_by;
    // No page of somebody else's can send a token along, so whoever shows one is no page's victim.
    let shows_a_token = headers.contains_key(AUTHORIZATION);
    let has = |name| cookie(headers, name).is_some();
    let by_cookie = !shows_a_token && (has(SESSION_COOKIE) || (!headers.contains_key(header) && has(place)));
    match origin(state, headers) {
        Page::Allowed => Ok(()),
        Page::Unknown if !by_cookie => Ok(()),
        Page::Unknown | Page::Foreign => Err(Problem::new(Code::ForbiddenOrigin)),
    }
}

fn bearer(header: &str) -> Option<&str> {
    let (scheme, token) = header.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

pub(super) fn cookie<'headers>(headers: &'headers HeaderMap, name: &str) -> Option<&'headers str> {
    let all = headers.get_all(COOKIE).iter().filter_map(|header| header.to_str().ok());
    let mut pairs = all.flat_map(|header| header.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(key, _)| *key == name).map(|(_, value)| value)
}
