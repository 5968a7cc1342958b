//! How changes become records, and how they are taken back.

use std::sync::Arc;

use crate::hold::{Buyer, Extension, Hold, HoldStatus};
use crate::id::{HoldId, OrderId};
use crate::order::{DeclineReason, Order, OrderStatus};
use crate::time::Timestamp;
use crate::unit::UnitRange;

use super::journal::Change;
use super::state::{Inventory, Log, Owner, Undo, ownership};

impl Inventory {
    /// Folds one change in. `log` takes what stood before.
    pub fn apply(&mut self, change: &Change, at: Timestamp, log: &mut Log) {
        match change {
            Change::Held(hold) => self.change_hold(Box::new(hold.clone()), log),
            Change::Released { hold } => self.end_hold(*hold, HoldStatus::Released, at, log),
            Change::Expired { hold } => self.end_hold(*hold, HoldStatus::Expired, at, log),
            Change::Extended { hold, expires_at, key } => self.edit_hold(*hold, log, |hold| {
                hold.expires_at = *expires_at;
                hold.extension = Some(Extension { expires_at: *expires_at, key: *key });
            }),
            Change::Begun(order) => {
                self.edit_hold(order.hold, log, |hold| {
                    hold.status = HoldStatus::InCheckout(order.id);
                    hold.attempts += 1;
                });
                self.change_order(order.clone(), log);
            }
            Change::Awaited { order, next_action } => {
                self.edit_order(*order, log, |order| order.next_action = Some(next_action.clone()));
            }
            Change::Paid { order } => self.apply_paid(*order, at, log),
            Change::Failed { order, reason, hold_until } => self.apply_failed(*order, *reason, *hold_until, at, log),
            Change::Cancelled { order, refund, key } => {
                self.edit_order(*order, log, |order| {
                    order.status = OrderStatus::Cancelled;
                    order.refund = *refund;
                    order.cancel_key = *key;
                });
                self.end_hold_of(*order, HoldStatus::Released, at, log);
            }
            Change::RefusedMoney { order, refund } => {
                let pending = self.orders.get(order).is_some_and(Order::is_pending);
                self.edit_order(*order, log, |order| {
                    order.refund = Some(*refund);
                    order.settled_at = order.settled_at.or(Some(at));
                    if order.is_pending() {
                        order.status = OrderStatus::Expired;
                    }
                });
                if pending {
                    self.end_hold_of(*order, HoldStatus::Expired, at, log);
                }
            }
            Change::Adopted { hold, orders, buyer } => self.apply_adopted(*hold, orders, *buyer, log),
            Change::Configured(terms) => {
                log.undo.push(Undo::Terms(std::mem::replace(&mut self.terms, Arc::new(terms.clone()))));
            }
            Change::Blocked(ranges) => self.change_owners(ranges, Owner::Blocked, log),
            Change::Unblocked(ranges) => self.change_owners(ranges, Owner::Nobody, log),
        }
    }

    /// Takes back what `log` recorded, latest first.
    pub fn undo(&mut self, log: Log) {
        for step in log.undo.into_iter().rev() {
            match step {
                Undo::Hold(id, before) => drop(match before {
                    Some(hold) => self.put_hold(hold),
                    None => self.drop_hold(id),
                }),
                Undo::Order(id, before) => drop(match before {
                    Some(order) => self.put_order(*order),
                    None => self.drop_order(id),
                }),
                Undo::Terms(terms) => self.terms = terms,
                Undo::Owner(unit, owner) => self.set_owner(unit, owner),
            }
        }
    }

    fn apply_paid(&mut self, id: OrderId, at: Timestamp, log: &mut Log) {
        self.edit_order(id, log, |order| {
            order.status = OrderStatus::Paid;
            order.settled_at = Some(at);
            order.decline = None;
        });
        if let Some(hold) = self.orders.get(&id).map(|order| order.hold) {
            self.edit_hold(hold, log, |hold| {
                hold.status = HoldStatus::Completed(id);
                hold.ended_at = Some(at);
            });
        }
    }

    fn apply_failed(
        &mut self,
        id: OrderId,
        reason: DeclineReason,
        hold_until: Option<Timestamp>,
        at: Timestamp,
        log: &mut Log,
    ) {
        let Some((hold, begun_at)) = self.orders.get(&id).map(|order| (order.hold, order.created_at)) else { return };
        self.edit_order(id, log, |order| {
            // A hold that goes on can be paid by another order, so this one was declined.
            let is_over = reason == DeclineReason::TimedOut && hold_until.is_none();
            order.status = if is_over { OrderStatus::Expired } else { OrderStatus::Declined };
            order.settled_at = Some(at);
            order.decline = Some(reason);
        });
        match hold_until {
            None => self.end_hold(hold, HoldStatus::Expired, at, log),
            Some(until) => self.edit_hold(hold, log, |hold| {
                hold.raised |= until > at + hold.expires_at.since(begun_at);
                hold.status = HoldStatus::Open;
                hold.expires_at = until;
            }),
        }
    }

    /// A buyer's keys are that buyer's alone, so two that are the same by chance must not meet in one account.
    fn apply_adopted(&mut self, hold: HoldId, orders: &[OrderId], buyer: Buyer, log: &mut Log) {
        self.edit_hold(hold, log, |hold| {
            hold.buyer = buyer;
            hold.key = None;
            hold.extension = hold.extension.map(|extension| Extension { key: None, ..extension });
        });
        for order in orders {
            self.edit_order(*order, log, |order| {
                order.buyer = buyer;
                (order.key, order.cancel_key) = (None, None);
            });
        }
    }

    fn end_hold(&mut self, id: HoldId, status: HoldStatus, at: Timestamp, log: &mut Log) {
        self.edit_hold(id, log, |hold| {
            hold.status = status;
            hold.ended_at = Some(at);
        });
    }

    fn end_hold_of(&mut self, order: OrderId, status: HoldStatus, at: Timestamp, log: &mut Log) {
        if let Some(hold) = self.orders.get(&order).map(|order| order.hold) {
            self.end_hold(hold, status, at, log);
        }
    }

    fn edit_hold(&mut self, id: HoldId, log: &mut Log, edit: impl FnOnce(&mut Hold)) {
        if let Some(mut hold) = self.holds.get(&id).cloned() {
            edit(&mut hold);
            self.change_hold(hold, log);
        }
    }

    fn edit_order(&mut self, id: OrderId, log: &mut Log, edit: impl FnOnce(&mut Order)) {
        if let Some(mut order) = self.orders.get(&id).cloned() {
            edit(&mut order);
            self.change_order(order, log);
        }
    }

    fn change_hold(&mut self, hold: Box<Hold>, log: &mut Log) {
        let id = hold.id;
        let (old, new) = (self.holds.get(&id).map_or(Owner::Nobody, |hold| ownership(hold)), ownership(&hold));
        if old != new {
            log.touched.extend(hold.units.iter().map(|held| (held.unit, self.owner(held.unit))));
        }
        log.undo.push(Undo::Hold(id, self.put_hold(hold)));
    }

    fn change_order(&mut self, order: Order, log: &mut Log) {
        let id = order.id;
        log.undo.push(Undo::Order(id, self.put_order(order).map(Box::new)));
    }

    fn change_owners(&mut self, ranges: &[UnitRange], owner: Owner, log: &mut Log) {
        for unit in ranges.iter().flat_map(|range| range.units()) {
            let owner_before = self.owner(unit);
            log.undo.push(Undo::Owner(unit, owner_before));
            log.touched.push((unit, owner_before));
            self.set_owner(unit, owner);
        }
    }
}
