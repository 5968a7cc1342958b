//! What memory keeps besides its records, counted again from the records alone.

use std::collections::{BTreeSet, HashMap};

use crate::hall::Block;
use crate::hold::{AddressHash, Hold, RequestKey};
use crate::id::AccountId;
use crate::inventory::requests::{Earlier, Made};
use crate::inventory::state::{Inventory, Owner};
use crate::inventory::usage::{Account, Usage};
use crate::seat_map::SectionKind;
use crate::terms::TierIndex;
use crate::unit::Unit;

use super::records::{Index, Records, check_claims_and_orders};
use super::violation::Violation;

/// One more than the largest group that has an index of its own.
const GROUP_MAX: u32 = 17;

/// Everything in `state` that contradicts its hall, its records or itself.
pub fn check_inventory(state: &Inventory) -> Vec<Violation> {
    let mut found = Vec::new();
    let records = Records::in_memory(state);
    let index = Index::new(&records, &mut found);
    check_claims_and_orders(state.hall(), &records, &index, &mut found);
    check_free(state, &mut found);
    check_usage(state, &mut found);
    check_ends(state, &mut found);
    check_requests(state, &mut found);
    found
}

fn check_free(state: &Inventory, found: &mut Vec<Violation>) {
    let mut longest = Vec::with_capacity(state.hall().blocks().len());
    for (index, block) in state.hall().blocks().iter().enumerate() {
        let runs: Vec<_> = state.free.runs(block.units).collect();
        let free = |unit| state.owner(unit) == Owner::Nobody;
        let wrong = block.units.units().filter(|unit| runs.iter().any(|run| run.contains(*unit)) != free(*unit));
        found.extend(wrong.map(|unit| Violation::MemoryFree { unit }));
        let count =
            |wanted: fn(Owner) -> bool| block.units.units().filter(|unit| wanted(state.owner(*unit))).count() as u32;
        let kept = state.free.count(index);
        let sums = [
            ("free", kept.free, count(|owner| owner == Owner::Nobody)),
            ("held", kept.held, count(|owner| matches!(owner, Owner::Held(_)))),
        ];
        let wrong = sums.into_iter().filter(|(_, kept, counted)| kept != counted);
        found.extend(wrong.map(|(what, kept, counted)| Violation::MemoryCount { block: index, what, kept, counted }));
        longest.push(side_by_side(state, block));
    }
    check_tiers(state, found);
    for size in 1..=GROUP_MAX {
        let expected = longest.iter().enumerate().filter(|(_, longest)| **longest >= size).map(|(index, _)| index);
        if !expected.eq(state.free.blocks_with(size, 0..longest.len())) {
            found.push(Violation::MemoryGroups { size });
        }
    }
}

fn check_tiers(state: &Inventory, found: &mut Vec<Violation>) {
    for tier in (0..state.hall().tier_capacity().len()).map(|index| TierIndex(index as u8)) {
        let of_tier = || (0..state.hall().units()).map(Unit).filter(|unit| state.hall().tier(*unit) == Some(tier));
        let free = of_tier().filter(|unit| state.owner(*unit) == Owner::Nobody).count() as u32;
        let held = of_tier().filter(|unit| matches!(state.owner(*unit), Owner::Held(_))).count() as u32;
        let kept = state.free.tier_count(tier);
        if (kept.free, kept.held) != (free, held) {
            found.push(Violation::MemoryTier { tier: tier.0 });
        }
    }
}

/// The most free units of `block` that a group can have together.
fn side_by_side(state: &Inventory, block: &Block) -> u32 {
    let (mut longest, mut run) = (0, 0);
    for unit in block.units.units() {
        match (state.owner(unit), block.kind) {
            (Owner::Nobody, _) => run += 1,
            (_, SectionKind::GeneralAdmission) => {}
            (_, SectionKind::Reserved) => run = 0,
        }
        longest = run.max(longest);
    }
    longest
}

fn check_usage(state: &Inventory, found: &mut Vec<Violation>) {
    let mut accounts: HashMap<AccountId, Account> = HashMap::new();
    let mut addresses: HashMap<AddressHash, Usage> = HashMap::new();
    for hold in state.holds().filter(|hold| hold.claims()) {
        let account = accounts.entry(hold.buyer.account).or_default();
        for usage in [&mut account.usage, addresses.entry(hold.buyer.address).or_default()] {
            usage.units += hold.units.len() as u32;
            usage.holds += u32::from(hold.is_pending());
        }
        account.pending.extend(hold.is_pending().then_some(hold.id));
    }
    let (kept_accounts, kept_addresses) = state.usages.all();
    let known = accounts.keys().chain(kept_accounts.keys().filter(|account| !accounts.contains_key(*account)));
    let sorted = |mut account: Account| {
        account.pending.sort_unstable();
        account
    };
    let of = |accounts: &HashMap<_, Account>, account: &AccountId| accounts.get(account).cloned().map(sorted);
    let wrong = known.filter(|account| of(&accounts, account) != of(kept_accounts, account));
    found.extend(wrong.map(|account| Violation::MemoryUsageOfAccount { account: *account }));
    let known = addresses.keys().chain(kept_addresses.keys().filter(|address| !addresses.contains_key(*address)));
    let wrong = known.filter(|address| addresses.get(*address) != kept_addresses.get(*address));
    found.extend(wrong.map(|address| Violation::MemoryUsageOfAddress { address: *address }));
}

fn check_ends(state: &Inventory, found: &mut Vec<Violation>) {
    let due: BTreeSet<_> = state.holds().filter(|hold| hold.is_open()).map(|hold| (hold.expires_at, hold.id)).collect();
    let wrong = due.symmetric_difference(&state.due);
    found.extend(wrong.map(|(_, hold)| Violation::MemoryDue { hold: *hold }));
    let end = |hold: &Hold| hold.ended_at.map(|ended_at| (ended_at, hold.id));
    let ended: BTreeSet<_> = state.holds().filter(|hold| hold.may_be_forgotten()).filter_map(end).collect();
    let wrong = ended.symmetric_difference(&state.ended);
    found.extend(wrong.map(|(_, hold)| Violation::MemoryEnded { hold: *hold }));
}

fn check_requests(state: &Inventory, found: &mut Vec<Violation>) {
    let mut counted = 0;
    let mut check = |account: AccountId, key: Option<RequestKey>, made: Made| {
        if key.is_none() {
            return;
        }
        counted += 1;
        if state.requests.find(account, key) != Some(Earlier::Same(made)) {
            found.push(Violation::MemoryRequest { account });
        }
    };
    for hold in state.holds() {
        check(hold.buyer.account, hold.key, Made::Hold(hold.id));
        check(hold.buyer.account, hold.extension.and_then(|extension| extension.key), Made::Extension(hold.id));
    }
    for order in state.orders() {
        check(order.buyer.account, order.key, Made::Checkout(order.id));
        check(order.buyer.account, order.cancel_key, Made::Cancellation(order.id));
    }
    let kept = state.requests.len();
    if kept != counted {
        found.push(Violation::MemoryRequests { kept, counted });
    }
}
