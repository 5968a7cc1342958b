//! Whoever signed in and calls.

use admit_domain::hold::{AddressHash, Buyer};
use admit_domain::id::{AccountId, SessionId};
use admit_domain::role::Role;

/// Known from the access token alone; no look into the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Caller {
    pub account: AccountId,
    pub session: SessionId,
    pub role: Role,
    pub address: AddressHash,
}

impl Caller {
    pub fn buyer(&self) -> Buyer {
        Buyer { account: self.account, address: self.address }
    }
}
