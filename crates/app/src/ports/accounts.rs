//! Accounts and their sessions.

use admit_domain::id::{AccountId, SessionId};
use admit_domain::role::Role;
use admit_domain::time::Timestamp;
use async_trait::async_trait;

use super::error::StoreResult;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    pub id: AccountId,
    /// As the owner wrote it.
    pub email: String,
    /// Normalised; unique among accounts with a password.
    pub address: String,
    pub name: String,
    pub role: Role,
    /// A PHC string; `None` for a guest.
    pub password_hash: Option<String>,
    pub verified_at: Option<Timestamp>,
    pub created_at: Timestamp,
}

/// A signed-in device. Its refresh tokens rotate; only the newest is good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    pub id: SessionId,
    pub account: AccountId,
    /// Hash of the one refresh token that is good.
    pub refresh_hash: [u8; 32],
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
    pub revoked_at: Option<Timestamp>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rotation {
    Done,
    /// The token was not the newest: somebody uses an old one. The session is revoked now.
    Reused,
    /// No such session, or revoked, or past its end.
    Ended,
}

#[async_trait]
pub trait Accounts: Send + Sync + 'static {
    /// `Taken { constraint: "accounts_address" }` if the address has a password account and this is one too.
    async fn create_account(&self, account: &Account) -> StoreResult<()>;
    async fn account(&self, id: AccountId) -> StoreResult<Option<Account>>;
    /// The password account of a normalised address.
    async fn account_by_address(&self, address: &str) -> StoreResult<Option<Account>>;
    async fn set_role(&self, id: AccountId, role: Role) -> StoreResult<()>;

    async fn create_session(&self, session: &Session) -> StoreResult<()>;
    /// As `create_session`, if the account's password is still this one; answers whether it is.
    async fn create_session_by_password(&self, session: &Session, password_hash: &str) -> StoreResult<bool>;
    async fn session(&self, id: SessionId) -> StoreResult<Option<Session>>;
    /// Swaps the refresh hash `from` for `to` in one step, or revokes the session if `from` isn't the newest.
    async fn rotate_session(
        &self,
        id: SessionId,
        from: [u8; 32],
        to: [u8; 32],
        now: Timestamp,
    ) -> StoreResult<Rotation>;
    async fn revoke_session(&self, id: SessionId, now: Timestamp) -> StoreResult<()>;
    /// Sessions revoked at or after `since`, for the nodes' memory of them.
    async fn sessions_revoked_since(&self, since: Timestamp) -> StoreResult<Vec<SessionId>>;
}
