//! What each account has under way: its holds that are open or in checkout.

use std::collections::HashMap;

use admit_domain::hold::Hold;
use admit_domain::id::{AccountId, HoldId};
use admit_domain::inventory::state::Inventory;

/// Kept in memory, because an index over accounts in the store would dirty a page of its own for every hold.
#[derive(Debug, Default)]
pub(super) struct PendingHolds {
    by_account: HashMap<AccountId, Vec<Hold>>,
    accounts: HashMap<HoldId, AccountId>,
}

impl PendingHolds {
    pub(super) fn of(inventory: &Inventory) -> PendingHolds {
        let mut pending = PendingHolds::default();
        for hold in inventory.holds().filter(|hold| hold.is_pending()) {
            pending.add(hold);
        }
        pending
    }

    /// Takes over what `inventory` says of a hold, which may have become another buyer's.
    pub(super) fn update(&mut self, inventory: &Inventory, id: HoldId) {
        self.forget(id);
        if let Some(hold) = inventory.hold(id).filter(|hold| hold.is_pending()) {
            self.add(hold);
        }
    }

    pub(super) fn of_account(&self, account: AccountId) -> &[Hold] {
        self.by_account.get(&account).map_or(&[], Vec::as_slice)
    }

    fn add(&mut self, hold: &Hold) {
        self.accounts.insert(hold.id, hold.buyer.account);
        self.by_account.entry(hold.buyer.account).or_default().push(hold.clone());
    }

    fn forget(&mut self, id: HoldId) {
        let Some(account) = self.accounts.remove(&id) else { return };
        let Some(holds) = self.by_account.get_mut(&account) else { return };
        holds.retain(|hold| hold.id != id);
        if holds.is_empty() {
            self.by_account.remove(&account);
        }
    }
}
