//! Who asks: an account with a password, which signs in anew long before its token runs out. Tokens aren't refreshed: a refresh whose
//! answer is lost ends the session, as it must.

use std::time::{Duration, Instant};

use serde_json::json;

use crate::engine::random::Random;
use crate::ground::buyers::{PASSWORD, Session as Answer};

#[derive(Debug)]
pub(super) struct Session {
    /// What signs it in.
    pub(super) login: Vec<u8>,
    pub(super) token: String,
    /// When to sign in anew, and until when there is no need to.
    renew_at: Instant,
    ends_at: Instant,
}

impl Session {
    /// `lasts`: how long the token is good from now on. Not everybody comes back at once.
    pub(super) fn new(email: &str, password: &str, token: &str, lasts: Duration, random: &mut Random) -> Self {
        let login = json!({ "email": email, "password": password }).to_string().into_bytes();
        let mut session = Session { login, token: token.to_owned(), renew_at: Instant::now(), ends_at: Instant::now() };
        session.set(token, lasts, random);
        session
    }

    pub(super) fn of_member(email: &str, token: &str, lasts: Duration, random: &mut Random) -> Self {
        Self::new(email, PASSWORD, token, lasts, random)
    }

    fn set(&mut self, token: &str, lasts: Duration, random: &mut Random) {
        let lasts = lasts.min(Duration::from_secs(30 * 86_400));
        self.token = token.to_owned();
        self.renew_at = Instant::now() + lasts / 100 * (30 + random.below(30) as u32);
        self.ends_at = Instant::now() + lasts;
    }

    pub(super) fn is_old(&self) -> bool {
        Instant::now() >= self.renew_at
    }

    /// Whether the token's time is over, or about to be.
    pub(super) fn may_have_ended(&self) -> bool {
        Instant::now() + Duration::from_secs(5) >= self.ends_at
    }

    /// Takes the answer to signing in.
    pub(super) fn renew(&mut self, answer: &[u8], random: &mut Random) -> bool {
        match serde_json::from_slice::<Answer<'_>>(answer) {
            Ok(Answer { access_token, expires_in }) => {
                self.set(access_token, Duration::from_secs(expires_in), random);
                true
            }
            Err(_) => false,
        }
    }
}
