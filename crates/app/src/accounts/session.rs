//! Sessions: opening one for an account, and knowing which are revoked.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};
use std::time::Duration;

use admit_domain::id::SessionId;
use admit_domain::time::Timestamp;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use tokio::time::Instant;

use crate::app::App;
use crate::ids::mint;
use crate::ports::accounts::{Account, Session};
use crate::secrets::random;

use super::caller::Caller;
use super::error::AccountError;
use super::token;

const SECRET_BYTES: usize = 32;

/// Longer than it takes from when the time of a session's end is read until that end is stored.
const STORED_WITHIN: Duration = Duration::from_secs(60);

#[derive(Debug, Clone, Copy)]
pub struct TokenSettings {
    pub access_ttl: Duration,
    pub refresh_ttl: Duration,
}

impl Default for TokenSettings {
    fn default() -> Self {
        Self { access_ttl: Duration::from_secs(15 * 60), refresh_ttl: Duration::from_secs(30 * 24 * 3600) }
    }
}

/// What somebody who signed in gets.
#[derive(Debug, Clone)]
pub struct SignedIn {
    pub account: Account,
    pub access_token: String,
    pub refresh_token: String,
    pub expires_in: Duration,
}

/// A refresh token: the session and a secret that only its newest token has.
pub(super) struct RefreshToken {
    pub(super) session: SessionId,
    secret: [u8; SECRET_BYTES],
}

impl RefreshToken {
    pub(super) fn new(session: SessionId) -> Result<Self, AccountError> {
        Ok(Self { session, secret: random()? })
    }

    pub(super) fn parse(text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        let (session, secret) = bytes.split_first_chunk::<16>()?;
        Some(Self { session: SessionId::from_bytes(*session), secret: secret.try_into().ok()? })
    }

    pub(super) fn hash(&self) -> [u8; 32] {
        *blake3::hash(&self.secret).as_bytes()
    }

    pub(super) fn text(&self) -> String {
        URL_SAFE_NO_PAD.encode([&self.session.to_bytes()[..], &self.secret].concat())
    }
}

impl App {
    /// Opens a session for `account`.
    pub(super) async fn open_session(&self, account: Account) -> Result<SignedIn, AccountError> {
        let now = self.store.now().await?;
        let refresh = RefreshToken::new(SessionId::from_u128(mint()))?;
        self.store.create_session(&self.new_session(&account, &refresh, now)).await?;
        self.signed_in(account, &refresh, now)
    }

    /// As [`Self::open_session`], unless the password was changed since `account` was read: a session that began with the
    /// earlier one would outlive the change. `None`: it was.
    pub(super) async fn open_session_by_password(&self, account: Account) -> Result<Option<SignedIn>, AccountError> {
        let now = self.store.now().await?;
        let refresh = RefreshToken::new(SessionId::from_u128(mint()))?;
        let session = self.new_session(&account, &refresh, now);
        let password_hash = account.password_hash.as_deref().unwrap_or_default();
        if !self.store.create_session_by_password(&session, password_hash).await? {
            return Ok(None);
        }
        self.signed_in(account, &refresh, now).map(Some)
    }

    fn new_session(&self, account: &Account, refresh: &RefreshToken, now: Timestamp) -> Session {
        Session {
            id: refresh.session,
            account: account.id,
            refresh_hash: refresh.hash(),
            created_at: now,
            expires_at: now + self.settings.tokens.refresh_ttl,
            revoked_at: None,
        }
    }

    pub(super) fn signed_in(
        &self,
        account: Account,
        refresh: &RefreshToken,
        now: Timestamp,
    ) -> Result<SignedIn, AccountError> {
        let buyer = self.keys.buyer(&account)?;
        let caller =
            Caller { account: buyer.account, session: refresh.session, role: account.role, address: buyer.address };
        let expires_in = self.settings.tokens.access_ttl;
        let [a, b, c, d, ..] = refresh.hash();
        let access_token = token::sign(&self.keys.access, &caller, now + expires_in, [a, b, c, d]);
        Ok(SignedIn { account, access_token, refresh_token: refresh.text(), expires_in })
    }

    /// Who presents `access_token`, if it is good and its session isn't revoked.
    pub fn caller(&self, access_token: &str) -> Option<Caller> {
        let caller = token::read(&self.keys.access, access_token, self.store_clock.now())?;
        (!self.revoked.contains(caller.session)).then_some(caller)
    }

    /// Takes over which sessions other nodes revoked, and the store's time, by which tokens end.
    pub async fn refresh_revoked_sessions(&self) -> Result<(), AccountError> {
        let asked = Instant::now();
        let now = self.store.now().await?;
        self.store_clock.learn(now, asked);
        let since = self.revoked.newest().unwrap_or(self.revoked_horizon(now)) - STORED_WITHIN;
        for session in self.store.sessions_revoked_since(since).await? {
            self.revoked.add(session, now);
        }
        self.revoked.forget_before(self.revoked_horizon(now));
        Ok(())
    }

    /// Of sessions revoked before then no access token runs any more.
    fn revoked_horizon(&self, now: Timestamp) -> Timestamp {
        now - self.settings.tokens.access_ttl - STORED_WITHIN
    }
}

/// Sessions revoked so lately that an access token of theirs may still run.
#[derive(Default)]
pub struct RevokedSessions(RwLock<HashMap<SessionId, Timestamp>>);

impl RevokedSessions {
    pub fn contains(&self, session: SessionId) -> bool {
        self.0.read().unwrap_or_else(PoisonError::into_inner).contains_key(&session)
    }

    pub fn add(&self, session: SessionId, at: Timestamp) {
        self.0.write().unwrap_or_else(PoisonError::into_inner).entry(session).or_insert(at);
    }

    pub fn is_empty(&self) -> bool {
        self.0.read().unwrap_or_else(PoisonError::into_inner).is_empty()
    }

    fn newest(&self) -> Option<Timestamp> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).values().copied().max()
    }

    fn forget_before(&self, horizon: Timestamp) {
        self.0.write().unwrap_or_else(PoisonError::into_inner).retain(|_, at| *at >= horizon);
    }
}
