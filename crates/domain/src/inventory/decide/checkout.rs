//! Checkout: begin, what the provider says, and cancelling.

use std::time::Duration;

use crate::hold::{ATTEMPTS_MAX, Hold, HoldStatus, RequestKey};
use crate::id::{AccountId, HoldId, OrderId, PaymentId};
use crate::inventory::command::CancelledBy;
use crate::inventory::journal::Change;
use crate::inventory::refusal::Refusal;
use crate::inventory::state::{Inventory, PurchaseLimits};
use crate::order::{DeclineReason, NextAction, Order, OrderStatus, Refund, RefundReason};
use crate::terms::{FeeRefund, SalePhase};
use crate::time::Timestamp;

use super::dispatch::{Decision, repeated};
use super::hold::owned_and_open;

/// A declined payment leaves a hold at least so long, once.
const LEFT_AFTER_DECLINE: Duration = Duration::from_secs(60);

pub(super) struct Begin {
    pub(super) hold: HoldId,
    pub(super) account: AccountId,
    pub(super) order: OrderId,
    pub(super) payment: PaymentId,
    pub(super) key: Option<RequestKey>,
}

pub(super) fn begin(state: &Inventory, now: Timestamp, begin: Begin) -> Result<Decision, Refusal> {
    if let Some(made) = repeated(state, begin.account, begin.key)? {
        return Ok(Decision::Repeated(made));
    }
    let hold = owned_and_open(state, now, begin.hold, begin.account)?;
    if state.terms.phase == SalePhase::Cancelled {
        return Err(Refusal::EventCancelled);
    }
    if hold.attempts >= ATTEMPTS_MAX {
        return Err(Refusal::TooManyAttempts);
    }
    Ok(Decision::Change(Change::Begun(Order {
        id: begin.order,
        hold: hold.id,
        buyer: hold.buyer,
        payment: begin.payment,
        total: hold.total(),
        ticket_count: hold.units.len() as u16,
        status: OrderStatus::Pending,
        created_at: now,
        pay_by: now + state.terms.payment_ttl,
        next_action: None,
        settled_at: None,
        decline: None,
        refund: None,
        key: begin.key,
        cancel_key: None,
    })))
}

pub(super) fn wait(state: &Inventory, id: OrderId, next_action: &NextAction) -> Result<Decision, Refusal> {
    let order = state.order(id).ok_or(Refusal::NoSuchOrder)?;
    if !order.is_pending() || order.next_action.is_some() {
        return Ok(Decision::Already);
    }
    Ok(Decision::Change(Change::Awaited { order: id, next_action: next_action.clone() }))
}

/// Money that came. Whatever state the order is in, it ends with tickets or with a refund.
pub(super) fn confirm(state: &Inventory, now: Timestamp, id: OrderId, amount: i64) -> Result<Decision, Refusal> {
    let (order, hold) = with_hold(state, id)?;
    if amount != order.total {
        return Err(Refusal::WrongAmount);
    }
    if order.was_charged() {
        return Ok(Decision::Already);
    }
    let sellable =
        if order.is_pending() { state.terms.phase != SalePhase::Cancelled } else { still_to_be_had(state, now, hold) };
    if sellable {
        return Ok(Decision::Change(Change::Paid { order: id }));
    }
    let refund = Refund { amount: order.total, reason: RefundReason::PaidTooLate, at: now };
    Ok(Decision::Change(Change::RefusedMoney { order: id, refund }))
}

pub(super) fn decline(
    state: &Inventory,
    now: Timestamp,
    id: OrderId,
    reason: DeclineReason,
) -> Result<Decision, Refusal> {
    let (order, hold) = with_hold(state, id)?;
    if !order.is_pending() {
        return Ok(Decision::Already);
    }
    // Whoever was told to pay elsewhere, or to wait, had their time. Whoever was told nothing never had it: the charge wasn't made,
    // or nobody knows of it, and the attempt is void.
    let had_their_time = reason == DeclineReason::TimedOut && order.next_action.is_some();
    let ends = had_their_time || state.terms.phase == SalePhase::Cancelled;
    let left = hold.expires_at.since(order.created_at);
    let left = if hold.raised { left } else { left.max(LEFT_AFTER_DECLINE) };
    Ok(Decision::Change(Change::Failed { order: id, reason, hold_until: (!ends).then(|| now + left) }))
}

pub(super) fn cancel(
    state: &Inventory,
    now: Timestamp,
    id: OrderId,
    by: CancelledBy,
    key: Option<RequestKey>,
) -> Result<Decision, Refusal> {
    if let CancelledBy::Buyer(account) = by
        && let Some(made) = repeated(state, account, key)?
    {
        return Ok(Decision::Repeated(made));
    }
    let (order, hold) = with_hold(state, id)?;
    if let CancelledBy::Buyer(account) = by
        && account != order.buyer.account
    {
        return Err(Refusal::NoSuchOrder);
    }
    let policy = state.terms.refunds;
    // Whoever is quicker than the job that cancels all orders of a cancelled event gets what the job would give.
    let event_is_cancelled = state.terms.phase == SalePhase::Cancelled;
    let by_policy = by != CancelledBy::Organizer && !event_is_cancelled;
    let allowed = !by_policy || policy.until.is_some_and(|until| now < until);
    match order.status {
        OrderStatus::Cancelled if by == CancelledBy::Organizer => return Ok(Decision::Already),
        OrderStatus::Paid if allowed => {}
        _ => return Err(Refusal::NotCancellable),
    }
    let amount = match policy.fees {
        FeeRefund::Kept if by_policy => order.total - hold.fees_total(),
        FeeRefund::Kept | FeeRefund::Returned => order.total,
    };
    let reason = if by_policy { RefundReason::BuyerCancelled } else { RefundReason::EventCancelled };
    let refund = (amount > 0).then_some(Refund { amount, reason, at: now });
    // Keys count as the buyer's; another's key could be one that the buyer has used.
    let key = key.filter(|_| matches!(by, CancelledBy::Buyer(_)));
    Ok(Decision::Change(Change::Cancelled { order: id, refund, key }))
}

fn with_hold(state: &Inventory, id: OrderId) -> Result<(&Order, &Hold), Refusal> {
    let order = state.order(id).ok_or(Refusal::NoSuchOrder)?;
    let hold = state.hold(order.hold).ok_or(Refusal::NoSuchOrder)?;
    Ok((order, hold))
}

/// Whether a failed order's units are still free for its buyer, or open in the very hold that it was to pay.
fn still_to_be_had(state: &Inventory, now: Timestamp, hold: &Hold) -> bool {
    if !state.terms.sells(now) {
        return false;
    }
    match hold.status {
        // Counted among the buyer's units already.
        HoldStatus::Open => true,
        HoldStatus::InCheckout(_) | HoldStatus::Completed(_) => false,
        HoldStatus::Released | HoldStatus::Expired => {
            let units = state.usage_of(hold.buyer).units + hold.units.len() as u32;
            let within_limits =
                state.purchase_limits == PurchaseLimits::Off || units <= state.terms.limits.tickets_per_buyer_max;
            within_limits && hold.units.iter().all(|held| state.is_free(held.unit))
        }
    }
}
