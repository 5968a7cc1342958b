//! Links that are mailed and prove, once, that whoever opens one reads the account's mail.

use admit_domain::hold::Buyer;
use admit_domain::id::{AccountId, EventId, HoldId, LinkId, MailId, SessionId};
use admit_domain::role::Role;
use admit_domain::time::Timestamp;
use async_trait::async_trait;

use super::accounts::Account;
use super::error::StoreResult;

/// What a link is for; none serves for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Proves the address.
    Verify,
    /// Sets a new password, which proves the address too.
    Reset,
}

impl Purpose {
    pub const ALL: [Purpose; 2] = [Purpose::Verify, Purpose::Reset];

    pub fn name(self) -> &'static str {
        match self {
            Purpose::Verify => "verify",
            Purpose::Reset => "reset",
        }
    }

    pub fn from_name(name: &str) -> Option<Purpose> {
        Purpose::ALL.into_iter().find(|purpose| purpose.name() == name)
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    pub id: LinkId,
    /// Of the secret, which is nowhere stored.
    pub hash: [u8; 32],
    pub account: AccountId,
    pub purpose: Purpose,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
    pub used_at: Option<Timestamp>,
}

impl Link {
    pub fn is_good(&self, now: Timestamp) -> bool {
        self.used_at.is_none() && now < self.expires_at
    }
}

/// A link and the mail that carries it, stored together or not at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewLink {
    pub link: Link,
    pub mail: MailId,
}

/// How many links of one purpose an account may be mailed.
#[derive(Debug, Clone, Copy)]
pub struct Recent {
    pub since: Timestamp,
    pub max: u32,
}

/// Opening a link.
#[derive(Debug, Clone)]
pub struct Proof {
    pub link: LinkId,
    pub hash: [u8; 32],
    pub purpose: Purpose,
    pub password_hash: Option<String>,
    /// The store's time just before. Nodes look for ended sessions by it, so it mustn't be old when it is stored.
    pub now: Timestamp,
    /// When the merge is begun by a job unless whoever opened the link has finished it by then.
    pub merge_at: Timestamp,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proved {
    Done(Box<Proven>),
    /// The password was set before the address was proven, so it may be another's. Nothing happened.
    PasswordNeeded,
    /// No such link, or used, or expired, or for another purpose. Nothing happened.
    NotGood,
}

/// An account whose link was opened, and the sessions that ended by it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proven {
    pub account: Account,
    pub revoked: Vec<SessionId>,
}

/// The operator's word that an account is its owner's, who gets the new password from them.
#[derive(Debug, Clone)]
pub struct Vouched {
    pub account: AccountId,
    pub role: Role,
    pub password_hash: String,
    pub now: Timestamp,
}

/// An account of a proven address, whose guests' orders become its own: guest after guest, in the order of their ids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merge {
    pub account: AccountId,
    /// Normalised.
    pub address: String,
    /// Guests who came later stay their own.
    pub proven_at: Timestamp,
    /// How often all guests were gone through.
    pub pass: u32,
    /// The guest up to whom, in this pass, it is done.
    pub after: Option<AccountId>,
}

/// A hold that is still a guest's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GuestHold {
    pub event: EventId,
    pub hold: HoldId,
    pub buyer: Buyer,
}

#[async_trait]
pub trait Links: Send + Sync + 'static {
    /// As `create_account`, with the mail that asks to prove the address.
    async fn register_account(&self, account: &Account, new: &NewLink) -> StoreResult<()>;
    /// Stores the link and its mail, unless the account was mailed too many. Answers whether it did.
    async fn create_link(&self, new: &NewLink, recent: Recent) -> StoreResult<bool>;
    async fn link(&self, id: LinkId) -> StoreResult<Option<Link>>;

    /// Notes that somebody asked for a new password; the same work for any address.
    async fn request_reset(&self, address: &str, now: Timestamp) -> StoreResult<()>;
    async fn reset_requests(&self, limit: u32) -> StoreResult<Vec<String>>;
    async fn reset_request_done(&self, address: &str) -> StoreResult<()>;

    /// Uses a link up, in one step with all that follows: the address is proven, the password set if there is one, with it
    /// all sessions and other links ended, and a merge begun.
    async fn prove(&self, proof: &Proof) -> StoreResult<Proved>;
    /// As a first proof: the password is set and all sessions and links are ended, in one step with the role. Answers whether it
    /// did, which it doesn't if the address is proven already.
    async fn vouch(&self, vouched: &Vouched) -> StoreResult<bool>;

    /// Takes merges whose turn has come and puts off their next turn to `retry_at`.
    async fn take_due_merges(&self, now: Timestamp, retry_at: Timestamp, limit: u32) -> StoreResult<Vec<Merge>>;
    /// Where it goes on, unless a later proof has begun it anew.
    async fn put_off_merge(&self, merge: &Merge, next_try_at: Timestamp) -> StoreResult<()>;
    /// Unless a later proof has begun it anew.
    async fn merge_done(&self, merge: &Merge) -> StoreResult<()>;
    /// The merge's next guests.
    async fn guests_to_merge(&self, merge: &Merge, limit: u32) -> StoreResult<Vec<AccountId>>;
    /// What the guests hold, or ever tried to pay.
    async fn holds_of_guests(&self, guests: &[AccountId], limit: u32) -> StoreResult<Vec<GuestHold>>;

    /// Ends all sessions of the accounts; answers with those that it ended.
    async fn revoke_sessions_of(&self, accounts: &[AccountId], now: Timestamp) -> StoreResult<Vec<SessionId>>;

    /// Removes sessions and links that were made before these times, at most `limit` each; answers with how many.
    async fn purge_accounts(&self, sessions: Timestamp, links: Timestamp, limit: u32) -> StoreResult<u64>;
}
