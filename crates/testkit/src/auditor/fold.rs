//! What each change does, as the auditor understands it.

use std::sync::Arc;

use admit_app::ports::inventory::Claim;
use admit_domain::hold::{Buyer, Extension, Hold, HoldStatus};
use admit_domain::id::{HoldId, OrderId};
use admit_domain::inventory::journal::Change;
use admit_domain::order::{DeclineReason, Order, OrderStatus};
use admit_domain::time::Timestamp;
use admit_domain::unit::UnitRange;

use super::history::{History, Step};
use super::keys::Made;

impl History {
    /// Carries out a lawful change.
    pub(super) fn fold(&mut self, change: &Change, at: Timestamp) {
        if let Change::Adopted { hold, orders, buyer } = change {
            return self.fold_adopted(*hold, orders, *buyer);
        }
        let mut step = self.latest().clone();
        let (mut hold, mut order) = self.subjects(change);
        let index = self.steps.len();
        if let (Some(hold), Change::Held(_)) = (&hold, change) {
            self.keys.add(hold.buyer.account, hold.key, index, Made::Hold(hold.id));
        }
        if let (Some(order), Change::Begun(_)) = (&order, change) {
            self.keys.add(order.buyer.account, order.key, index, Made::Checkout(order.id));
        }
        if let (Some(hold), Change::Extended { key, .. }) = (&hold, change) {
            self.keys.add(hold.buyer.account, *key, index, Made::Extension(hold.id));
        }
        if let (Some(order), Change::Cancelled { key, .. }) = (&order, change) {
            self.keys.add(order.buyer.account, *key, index, Made::Cancellation(order.id));
        }
        if let Some(order) = &mut order {
            change_order(order, change, at);
        }
        if let Some(hold) = &mut hold {
            let begun_at = order.as_ref().map(|order| order.created_at);
            change_hold(hold, change, at, begun_at);
            let claim = claim_of(hold);
            for held in &hold.units {
                // A hold that ended touches its units only where they were still its own.
                let owner = &mut step.owners[held.unit.index()];
                let own = matches!(*owner, Some(Claim::Held(id) | Claim::Sold(id)) if id == hold.id);
                if own || claim.is_some() {
                    *owner = claim;
                }
            }
        }
        match change {
            Change::Configured(terms) => step.terms = Arc::new(terms.clone()),
            Change::Blocked(ranges) => set(&mut step, ranges, Some(Claim::Blocked)),
            Change::Unblocked(ranges) => set(&mut step, ranges, None),
            _ => {}
        }
        self.add_step(step, hold, order.into_iter().collect());
    }

    /// The hold and the order that the change is about, as they stand.
    fn subjects(&self, change: &Change) -> (Option<Hold>, Option<Order>) {
        let with_hold = |order: Option<Order>| (order.as_ref().and_then(|order| self.hold(order.hold)).cloned(), order);
        match change {
            Change::Held(hold) => (Some(hold.clone()), None),
            Change::Released { hold } | Change::Expired { hold } | Change::Extended { hold, .. } => {
                (self.hold(*hold).cloned(), None)
            }
            Change::Begun(order) => with_hold(Some(order.clone())),
            Change::Awaited { order, .. } => (None, self.order(*order).cloned()),
            Change::Paid { order } | Change::Failed { order, .. } | Change::Cancelled { order, .. } => {
                with_hold(self.order(*order).cloned())
            }
            Change::RefusedMoney { order, .. } => match self.order(*order).cloned() {
                // Only an order that still claimed its units gives them back.
                Some(order) if order.is_pending() => with_hold(Some(order)),
                order => (None, order),
            },
            Change::Adopted { .. } | Change::Configured(_) | Change::Blocked(_) | Change::Unblocked(_) => (None, None),
        }
    }

    /// Nothing changes hands but who the buyer is, and no request of the earlier one counts any more.
    fn fold_adopted(&mut self, hold: HoldId, orders: &[OrderId], buyer: Buyer) {
        let step = self.latest().clone();
        let hold = self.hold(hold).cloned().map(|hold| Hold {
            buyer,
            key: None,
            extension: hold.extension.map(|extension| Extension { key: None, ..extension }),
            ..hold
        });
        let paying = orders.iter().filter_map(|order| self.order(*order)).cloned();
        let orders = paying.map(|order| Order { buyer, key: None, cancel_key: None, ..order }).collect();
        self.add_step(step, hold, orders);
    }
}

fn set(step: &mut Step, ranges: &[UnitRange], owner: Option<Claim>) {
    for unit in ranges.iter().flat_map(|range| range.units()) {
        step.owners[unit.index()] = owner;
    }
}

fn claim_of(hold: &Hold) -> Option<Claim> {
    match hold.status {
        HoldStatus::Open | HoldStatus::InCheckout(_) => Some(Claim::Held(hold.id)),
        HoldStatus::Completed(_) => Some(Claim::Sold(hold.id)),
        HoldStatus::Released | HoldStatus::Expired => None,
    }
}

fn change_order(order: &mut Order, change: &Change, at: Timestamp) {
    match change {
        Change::Awaited { next_action, .. } => order.next_action = Some(next_action.clone()),
        Change::Paid { .. } => {
            order.status = OrderStatus::Paid;
            order.settled_at = Some(at);
            order.decline = None;
        }
        Change::Failed { reason, hold_until, .. } => {
            order.status = match (reason, hold_until) {
                (DeclineReason::TimedOut, None) => OrderStatus::Expired,
                _ => OrderStatus::Declined,
            };
            order.settled_at = Some(at);
            order.decline = Some(*reason);
        }
        Change::Cancelled { refund, key, .. } => {
            order.status = OrderStatus::Cancelled;
            order.refund = *refund;
            order.cancel_key = *key;
        }
        Change::RefusedMoney { refund, .. } => {
            order.refund = Some(*refund);
            if order.is_pending() {
                order.status = OrderStatus::Expired;
                order.settled_at = Some(at);
            }
        }
        _ => {}
    }
}

/// `begun_at`: when the order that the change is about was begun.
fn change_hold(hold: &mut Hold, change: &Change, at: Timestamp, begun_at: Option<Timestamp>) {
    let mut end = |status| {
        hold.status = status;
        hold.ended_at = Some(at);
    };
    match change {
        Change::Released { .. } | Change::Cancelled { .. } => end(HoldStatus::Released),
        Change::Expired { .. } | Change::RefusedMoney { .. } | Change::Failed { hold_until: None, .. } => {
            end(HoldStatus::Expired);
        }
        Change::Paid { order } => end(HoldStatus::Completed(*order)),
        Change::Extended { expires_at, key, .. } => {
            hold.expires_at = *expires_at;
            hold.extension = Some(Extension { expires_at: *expires_at, key: *key });
        }
        Change::Begun(order) => {
            hold.status = HoldStatus::InCheckout(order.id);
            hold.attempts += 1;
        }
        Change::Failed { hold_until: Some(until), .. } => {
            let left = begun_at.map_or(until.since(at), |begun_at| hold.expires_at.since(begun_at));
            hold.raised |= until.since(at) > left;
            hold.status = HoldStatus::Open;
            hold.expires_at = *until;
        }
        _ => {}
    }
}
