//! Who may organize, and what is theirs.

use admit_domain::id::AccountId;
use admit_domain::role::Role;

use crate::accounts::caller::Caller;
use crate::ports::organizing::Owned;

use super::error::OrganizerError;

/// A caller who organizes: only what is theirs, or everything as an admin.
#[derive(Debug, Clone, Copy)]
pub struct Organizer {
    pub account: AccountId,
    owned: Owned,
}

impl Organizer {
    /// `None`: the caller's role doesn't allow it.
    pub fn of(caller: &Caller) -> Option<Organizer> {
        let account = caller.account;
        match caller.role {
            Role::Organizer => Some(Organizer { account, owned: Owned::By(account) }),
            Role::Admin => Some(Organizer { account, owned: Owned::ByAnybody }),
            Role::Buyer | Role::Scanner => None,
        }
    }

    pub(crate) fn owned(&self) -> Owned {
        self.owned
    }

    /// Whoever asks for another's is told that there is no such thing.
    pub(super) fn require(&self, organizer: Option<AccountId>) -> Result<(), OrganizerError> {
        match self.owned {
            Owned::ByAnybody => Ok(()),
            Owned::By(account) if organizer == Some(account) => Ok(()),
            Owned::By(_) => Err(OrganizerError::NoSuchThing),
        }
    }
}
