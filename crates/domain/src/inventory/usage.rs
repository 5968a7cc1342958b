//! How much each buyer has, for the limits: per account, and per mail address over all accounts that use it.

use std::collections::HashMap;
use std::hash::Hash;

use crate::hold::{AddressHash, Hold};
use crate::id::AccountId;

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Usage {
    /// Units held or bought.
    pub units: u32,
    /// Holds that are open or in checkout.
    pub holds: u32,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Usages {
    accounts: HashMap<AccountId, Usage>,
    addresses: HashMap<AddressHash, Usage>,
}

impl Usages {
    pub(super) fn of_account(&self, account: AccountId) -> Usage {
        self.accounts.get(&account).copied().unwrap_or_default()
    }

    pub(super) fn of_address(&self, address: AddressHash) -> Usage {
        self.addresses.get(&address).copied().unwrap_or_default()
    }

    /// All that anybody has, for the audit.
    pub(super) fn all(&self) -> (&HashMap<AccountId, Usage>, &HashMap<AddressHash, Usage>) {
        (&self.accounts, &self.addresses)
    }

    pub(super) fn add(&mut self, hold: &Hold) {
        let part = part_of(hold);
        if part != Usage::default() {
            add(&mut self.accounts, hold.buyer.account, part);
            add(&mut self.addresses, hold.buyer.address, part);
        }
    }

    pub(super) fn take(&mut self, hold: &Hold) {
        let part = part_of(hold);
        if part != Usage::default() {
            take(&mut self.accounts, hold.buyer.account, part);
            take(&mut self.addresses, hold.buyer.address, part);
        }
    }
}

fn part_of(hold: &Hold) -> Usage {
    Usage { units: if hold.claims() { hold.units.len() as u32 } else { 0 }, holds: u32::from(hold.is_pending()) }
}

fn add<K: Eq + Hash>(map: &mut HashMap<K, Usage>, key: K, part: Usage) {
    let usage = map.entry(key).or_default();
    usage.units += part.units;
    usage.holds += part.holds;
}

fn take<K: Eq + Hash>(map: &mut HashMap<K, Usage>, key: K, part: Usage) {
    let Some(usage) = map.get_mut(&key) else { return };
    usage.units -= part.units;
    usage.holds -= part.holds;
    if *usage == Usage::default() {
        map.remove(&key);
    }
}
