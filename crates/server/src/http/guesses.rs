//! How often an account's password may be tried, from however many addresses. Whoever tries to guess it can't keep its owner out: a
//! browser on which the password was right before is counted by itself, and a mailed link opens the account to its owner anyway.

use admit_app::accounts::address::Address;
use admit_app::secrets::random;
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use subtle::ConstantTimeEq;

use super::caller::cookie;
use super::gate::take;
use super::problem::Answer;
use super::state::ApiState;
use crate::limits::{Class, Subject};

const BROWSER_COOKIE: &str = "admit_browser";
const BROWSER_COOKIE_DAYS: u32 = 180;
const BROWSER_BYTES: usize = 16;

/// Counts a try of the password that belongs to `email`, whether there is such an account or not.
pub(super) fn count_guess(state: &ApiState, headers: &HeaderMap, email: &str) -> Answer<()> {
    let Ok(address) = Address::parse(email) else { return Ok(()) };
    let address = address.normalised();
    let browser = known_browser(state, headers, &address);
    let whose = state.app.keys.guessed(&address, browser.as_ref().map_or(&[], |browser| browser));
    take(state, Class::SignIns, [Subject::Guessed(whose)])
}

/// Lets the browser show later that the password of `email` was right on it. It opens nothing.
pub(super) fn remember_browser(response: &mut Response, state: &ApiState, email: &str) -> Answer<()> {
    let Ok(address) = Address::parse(email) else { return Ok(()) };
    let browser: [u8; BROWSER_BYTES] = random().map_err(|error| super::from_app::internal(&error))?;
    let proof = state.app.keys.browser_proof(&address.normalised(), &browser);
    let token = URL_SAFE_NO_PAD.encode([browser, proof].concat());
    let secure = if state.settings.is_behind_tls() { "; Secure" } else { "" };
    let max_age_s = BROWSER_COOKIE_DAYS * 24 * 60 * 60;
    let cookie = format!(
        "{BROWSER_COOKIE}={token}; Path=/api/v1/auth/login; Max-Age={max_age_s}; HttpOnly; SameSite=Strict{secure}"
    );
    let value = HeaderValue::from_str(&cookie).map_err(|error| super::from_app::internal(&error))?;
    response.headers_mut().append(SET_COOKIE, value);
    Ok(())
}

fn known_browser(state: &ApiState, headers: &HeaderMap, address: &str) -> Option<[u8; BROWSER_BYTES]> {
    let token = URL_SAFE_NO_PAD.decode(cookie(headers, BROWSER_COOKIE)?).ok()?;
    let (browser, proof) = token.split_at_checked(BROWSER_BYTES)?;
    let is_proof = state.app.keys.browser_proof(address, browser).ct_eq(proof);
    bool::from(is_proof).then(|| browser.try_into().ok()).flatten()
}
