//! What each buyer has, per account, and for the limits also per mail address over all accounts that use it.

use std::collections::HashMap;

use crate::hold::{AddressHash, Hold};
use crate::id::{AccountId, HoldId};

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Usage {
    /// Units held or bought.
    pub units: u32,
    /// Holds that are open or in checkout.
    pub holds: u32,
}

/// What an account has.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Account {
    pub(super) usage: Usage,
    /// Holds that are open or in checkout, in no order.
    pub(super) pending: Vec<HoldId>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Usages {
    accounts: HashMap<AccountId, Account>,
    addresses: HashMap<AddressHash, Usage>,
}

impl Usages {
    pub(super) fn of_account(&self, account: AccountId) -> Usage {
        self.accounts.get(&account).map(|account| account.usage).unwrap_or_default()
    }

    pub(super) fn pending_of(&self, account: AccountId) -> &[HoldId] {
        self.accounts.get(&account).map_or(&[], |account| &account.pending)
    }

    pub(super) fn of_address(&self, address: AddressHash) -> Usage {
        self.addresses.get(&address).copied().unwrap_or_default()
    }

    /// All that anybody has, for the audit.
    pub(super) fn all(&self) -> (&HashMap<AccountId, Account>, &HashMap<AddressHash, Usage>) {
        (&self.accounts, &self.addresses)
    }

    pub(super) fn add(&mut self, hold: &Hold) {
        let part = part_of(hold);
        if part == Usage::default() {
            return;
        }
        let account = self.accounts.entry(hold.buyer.account).or_default();
        account.usage.add(part);
        if hold.is_pending() {
            account.pending.push(hold.id);
        }
        self.addresses.entry(hold.buyer.address).or_default().add(part);
    }

    pub(super) fn take(&mut self, hold: &Hold) {
        let part = part_of(hold);
        if part == Usage::default() {
            return;
        }
        if let Some(account) = self.accounts.get_mut(&hold.buyer.account) {
            account.usage.take(part);
            account.pending.retain(|id| *id != hold.id);
            if *account == Account::default() {
                self.accounts.remove(&hold.buyer.account);
            }
        }
        if let Some(usage) = self.addresses.get_mut(&hold.buyer.address) {
            usage.take(part);
            if *usage == Usage::default() {
                self.addresses.remove(&hold.buyer.address);
            }
        }
    }
}

impl Usage {
    pub(super) fn add(&mut self, part: Usage) {
        self.units += part.units;
        self.holds += part.holds;
    }

    fn take(&mut self, part: Usage) {
        self.units -= part.units;
        self.holds -= part.holds;
    }
}

pub(super) fn part_of(hold: &Hold) -> Usage {
    Usage { units: if hold.claims() { hold.units.len() as u32 } else { 0 }, holds: u32::from(hold.is_pending()) }
}
