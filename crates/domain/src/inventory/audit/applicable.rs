//! Whether a change can be applied to a state at all; folding a journal that was tampered with must not fail, but tell.

use thiserror::Error;

use crate::hold::{Hold, HoldStatus};
use crate::id::{HoldId, OrderId};
use crate::inventory::journal::Change;
use crate::inventory::state::{Inventory, Owner};
use crate::order::{Order, OrderStatus};
use crate::time::Timestamp;
use crate::unit::{Unit, UnitRange};

/// What a change needs and doesn't find.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Fault {
    #[error("there is no {0}")]
    NoSuchHold(HoldId),
    #[error("{0} exists already")]
    HoldExists(HoldId),
    #[error("{0} isn't open")]
    HoldNotOpen(HoldId),
    #[error("{0} isn't due yet")]
    HoldNotDue(HoldId),
    #[error("{hold} isn't in checkout for {order}")]
    NotInCheckout { hold: HoldId, order: OrderId },
    #[error("there is no {0}")]
    NoSuchOrder(OrderId),
    #[error("{0} exists already")]
    OrderExists(OrderId),
    #[error("{0} isn't pending")]
    OrderNotPending(OrderId),
    #[error("{0} isn't paid")]
    OrderNotPaid(OrderId),
    #[error("{0} was charged already")]
    ChargedAlready(OrderId),
    #[error("unit {0:?} doesn't exist or isn't for sale")]
    NotForSale(Unit),
    #[error("unit {unit:?} isn't free, but {owner:?}")]
    NotFree { unit: Unit, owner: Owner },
    #[error("unit {0:?} isn't off sale")]
    NotBlocked(Unit),
    #[error("{order} doesn't pay {hold}, or is named twice")]
    NotOfHold { hold: HoldId, order: OrderId },
    #[error("an order of {0} would be left to the earlier buyer")]
    OrderLeftBehind(HoldId),
    #[error("the terms change what must stay")]
    FixedTerms,
}

/// What keeps `change`, committed at `at`, from being applied to `state`. Looks at the terms only where `state`'s are known.
pub(super) fn fault(state: &Inventory, change: &Change, at: Timestamp, terms_known: bool) -> Option<Fault> {
    check(state, change, at, terms_known).err()
}

fn check(state: &Inventory, change: &Change, at: Timestamp, terms_known: bool) -> Result<(), Fault> {
    match change {
        Change::Held(hold) => check_new_hold(state, hold),
        Change::Released { hold } | Change::Extended { hold, .. } => open_hold(state, *hold).map(drop),
        Change::Expired { hold } => {
            if open_hold(state, *hold)?.is_due(at) {
                Ok(())
            } else {
                Err(Fault::HoldNotDue(*hold))
            }
        }
        Change::Begun(order) => {
            open_hold(state, order.hold)?;
            if state.order(order.id).is_some() { Err(Fault::OrderExists(order.id)) } else { Ok(()) }
        }
        Change::Awaited { order, .. } | Change::Failed { order, .. } => pending_order(state, *order).map(drop),
        Change::Paid { order } => check_paid(state, *order),
        Change::Cancelled { order, .. } => {
            let (order, _) = order_and_hold(state, *order)?;
            if order.status == OrderStatus::Paid { Ok(()) } else { Err(Fault::OrderNotPaid(order.id)) }
        }
        Change::RefusedMoney { order, .. } => uncharged_order(state, *order).map(drop),
        Change::Adopted { hold, orders, .. } => check_adopted(state, *hold, orders),
        Change::Configured(terms) => {
            let same_tiers = terms.tiers.len() >= state.hall().tier_capacity().len();
            let fits = terms.check().is_ok() && same_tiers && (!terms_known || state.terms().may_become(terms));
            if fits { Ok(()) } else { Err(Fault::FixedTerms) }
        }
        Change::Blocked(ranges) => each_unit(state, ranges, |unit| must_be_free(state, unit)),
        Change::Unblocked(ranges) => each_unit(state, ranges, |unit| match state.owner(unit) {
            Owner::Blocked => Ok(()),
            _ => Err(Fault::NotBlocked(unit)),
        }),
    }
}

fn check_new_hold(state: &Inventory, hold: &Hold) -> Result<(), Fault> {
    if state.hold(hold.id).is_some() {
        return Err(Fault::HoldExists(hold.id));
    }
    if !hold.is_open() {
        return Err(Fault::HoldNotOpen(hold.id));
    }
    hold.units.iter().try_for_each(|held| must_be_free(state, held.unit))
}

fn check_paid(state: &Inventory, id: OrderId) -> Result<(), Fault> {
    let (order, hold) = uncharged_order(state, id)?;
    match hold.status {
        HoldStatus::InCheckout(pending) if order.is_pending() && pending == id => Ok(()),
        // Late money takes back what is still its buyer's, or nobody's.
        HoldStatus::Open if !order.is_pending() => Ok(()),
        HoldStatus::Released | HoldStatus::Expired if !order.is_pending() => {
            hold.units.iter().try_for_each(|held| must_be_free(state, held.unit))
        }
        _ => Err(Fault::NotInCheckout { hold: hold.id, order: id }),
    }
}

fn check_adopted(state: &Inventory, id: HoldId, orders: &[OrderId]) -> Result<(), Fault> {
    let hold = state.hold(id).ok_or(Fault::NoSuchHold(id))?;
    for (index, order) in orders.iter().enumerate() {
        let known = state.order(*order).ok_or(Fault::NoSuchOrder(*order))?;
        if known.hold != id || orders[..index].contains(order) {
            return Err(Fault::NotOfHold { hold: id, order: *order });
        }
    }
    if orders.len() == usize::from(hold.attempts) { Ok(()) } else { Err(Fault::OrderLeftBehind(id)) }
}

fn open_hold(state: &Inventory, id: HoldId) -> Result<&Hold, Fault> {
    let hold = state.hold(id).ok_or(Fault::NoSuchHold(id))?;
    if hold.is_open() { Ok(hold) } else { Err(Fault::HoldNotOpen(id)) }
}

fn order_and_hold(state: &Inventory, id: OrderId) -> Result<(&Order, &Hold), Fault> {
    let order = state.order(id).ok_or(Fault::NoSuchOrder(id))?;
    let hold = state.hold(order.hold).ok_or(Fault::NoSuchHold(order.hold))?;
    Ok((order, hold))
}

fn pending_order(state: &Inventory, id: OrderId) -> Result<&Order, Fault> {
    let (order, hold) = order_and_hold(state, id)?;
    if !order.is_pending() {
        return Err(Fault::OrderNotPending(id));
    }
    if hold.status != HoldStatus::InCheckout(id) {
        return Err(Fault::NotInCheckout { hold: hold.id, order: id });
    }
    Ok(order)
}

fn uncharged_order(state: &Inventory, id: OrderId) -> Result<(&Order, &Hold), Fault> {
    let (order, hold) = order_and_hold(state, id)?;
    if order.was_charged() { Err(Fault::ChargedAlready(id)) } else { Ok((order, hold)) }
}

fn must_be_free(state: &Inventory, unit: Unit) -> Result<(), Fault> {
    if state.hall().tier(unit).is_none() {
        return Err(Fault::NotForSale(unit));
    }
    match state.owner(unit) {
        Owner::Nobody => Ok(()),
        owner => Err(Fault::NotFree { unit, owner }),
    }
}

/// Applies `check` to the units of `ranges`, none of which may lie outside the hall.
fn each_unit(state: &Inventory, ranges: &[UnitRange], check: impl Fn(Unit) -> Result<(), Fault>) -> Result<(), Fault> {
    let units = state.hall().units();
    for range in ranges {
        if range.count > units || range.first.0 > units - range.count {
            return Err(Fault::NotForSale(range.first.max(Unit(units))));
        }
        range.units().try_for_each(&check)?;
    }
    Ok(())
}
