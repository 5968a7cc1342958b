//! Which request each idempotency key belongs to, by the journal.

use std::collections::BTreeMap;

use admit_domain::hold::RequestKey;
use admit_domain::id::{AccountId, HoldId, OrderId};

/// What a request with a key made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Made {
    Hold(HoldId),
    Extension(HoldId),
    Checkout(OrderId),
    Cancellation(OrderId),
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Use {
    /// The step that it made.
    pub(super) step: usize,
    pub(super) body: [u8; 16],
    pub(super) made: Made,
}

#[derive(Debug, Default)]
pub(super) struct Keys(BTreeMap<(AccountId, [u8; 16]), Vec<Use>>);

impl Keys {
    pub(super) fn add(&mut self, account: AccountId, key: Option<RequestKey>, step: usize, made: Made) {
        if let Some(RequestKey { key, body }) = key {
            self.0.entry((account, key)).or_default().push(Use { step, body, made });
        }
    }

    /// All that the account's key was ever used for.
    pub(super) fn uses(&self, account: AccountId, key: Option<RequestKey>) -> &[Use] {
        key.and_then(|key| self.0.get(&(account, key.key))).map_or(&[], Vec::as_slice)
    }
}
