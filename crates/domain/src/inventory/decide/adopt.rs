//! Giving a guest's hold and its orders to the account of the same address.

use crate::hold::Buyer;
use crate::id::{AccountId, HoldId, OrderId};
use crate::inventory::journal::Change;
use crate::inventory::refusal::Refusal;
use crate::inventory::state::Inventory;

use super::dispatch::Decision;

/// Limits don't refuse it: nothing is claimed that wasn't before, and it counts against the account from now on.
pub(super) fn adopt(state: &Inventory, id: HoldId, from: AccountId, to: Buyer) -> Result<Decision, Refusal> {
    let hold = state.hold(id).ok_or(Refusal::NoSuchHold)?;
    if hold.buyer == to {
        return Ok(Decision::Already);
    }
    if hold.buyer.account != from {
        return Err(Refusal::NoSuchHold);
    }
    // A hold knows how many orders it has had but not which. Going through all of them costs a hold that is adopted some
    // microseconds; an index would cost every order that is begun.
    let mut orders: Vec<OrderId> = state
        .orders()
        .filter(|order| order.hold == id)
        .map(|order| order.id)
        .take(usize::from(hold.attempts))
        .collect();
    orders.sort_unstable();
    Ok(Decision::Change(Change::Adopted { hold: id, orders, buyer: to }))
}
