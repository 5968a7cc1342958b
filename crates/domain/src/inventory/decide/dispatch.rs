//! The one entry to every decision.

use crate::hold::RequestKey;
use crate::id::{AccountId, HoldId, OrderId};
use crate::inventory::command::Command;
use crate::inventory::journal::Change;
use crate::inventory::refusal::Refusal;
use crate::inventory::requests::{Earlier, Made};
use crate::inventory::state::Inventory;
use crate::time::Timestamp;

use super::{adopt, checkout, configure, hold};

#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(
    clippy::large_enum_variant,
    reason = "a decision lives for one step; boxing would cost each of them an allocation"
)]
pub enum Decision {
    /// Carry this out.
    Change(Change),
    /// The same request was carried out before, and made this.
    Repeated(Repeated),
    /// What is wanted is so already.
    Already,
}

/// What the first of the repeated requests made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repeated {
    Hold(HoldId),
    Extension(HoldId),
    Checkout(OrderId),
    Cancellation(OrderId),
}

/// What comes of `command` in `state` at `now`, once everything due at `now` has ended. Changes nothing.
///
/// A repeated request is recognised before anything is refused. Refusals are in the order in which each function below states
/// them: the first that applies is the answer.
pub fn decide(state: &Inventory, command: &Command, now: Timestamp) -> Result<Decision, Refusal> {
    match command {
        Command::Hold { hold, buyer, choice, key } => hold::place(state, now, *hold, *buyer, choice, *key),
        Command::Release { hold, account } => hold::release(state, *hold, *account),
        Command::Extend { hold, account, key } => hold::extend(state, now, *hold, *account, *key),
        Command::Begin { hold, account, order, payment, key } => checkout::begin(
            state,
            now,
            checkout::Begin { hold: *hold, account: *account, order: *order, payment: *payment, key: *key },
        ),
        Command::Await { order, next_action } => checkout::wait(state, *order, next_action),
        Command::Confirm { order, amount } => checkout::confirm(state, now, *order, *amount),
        Command::Decline { order, reason } => checkout::decline(state, now, *order, *reason),
        Command::Cancel { order, by, key } => checkout::cancel(state, now, *order, *by, *key),
        Command::Adopt { hold, from, to } => adopt::adopt(state, *hold, *from, *to),
        Command::Expire => Ok(Decision::Already),
        Command::Configure(terms) => configure::configure(state, terms),
        Command::Amend(amendment) => configure::amend(state, amendment),
        Command::Block(ranges) => configure::block(state, ranges),
        Command::Unblock(ranges) => configure::unblock(state, ranges),
        Command::BlockFree { ranges, quantity } => configure::block_free(state, ranges, *quantity),
        Command::UnblockSome { ranges, quantity } => configure::unblock_some(state, ranges, *quantity),
    }
}

/// The holds that have come to their end at `now`, as changes; together at most `units_max` units, but at least one hold.
pub fn expire_due(state: &Inventory, now: Timestamp, units_max: usize) -> Vec<Change> {
    let mut units = 0;
    let within = |count: usize| {
        let fits = units == 0 || units + count <= units_max;
        units += count;
        fits
    };
    let mut within = within;
    state.due(now).take_while(|hold| within(hold.units.len())).map(|hold| Change::Expired { hold: hold.id }).collect()
}

/// Refuses a used key, or finds what the same request made.
pub(super) fn repeated(
    state: &Inventory,
    account: AccountId,
    key: Option<RequestKey>,
) -> Result<Option<Repeated>, Refusal> {
    match state.requests.find(account, key) {
        None => Ok(None),
        Some(Earlier::Other) => Err(Refusal::KeyReused),
        Some(Earlier::Same(Made::Hold(id))) => Ok(Some(Repeated::Hold(id))),
        Some(Earlier::Same(Made::Extension(id))) => Ok(Some(Repeated::Extension(id))),
        Some(Earlier::Same(Made::Cancellation(id))) => Ok(Some(Repeated::Cancellation(id))),
        Some(Earlier::Same(Made::Checkout(id))) => {
            let told = state.order(id).is_none_or(|order| !order.is_pending() || order.next_action.is_some());
            if told { Ok(Some(Repeated::Checkout(id))) } else { Err(Refusal::InProgress) }
        }
    }
}
