//! When a payment may be begun, settled, paid back or refused.

use std::time::Duration;

use admit_domain::hold::{ATTEMPTS_MAX, Hold, HoldStatus, RequestKey};
use admit_domain::id::OrderId;
use admit_domain::inventory::command::{CancelledBy, Command};
use admit_domain::inventory::state::PurchaseLimits;
use admit_domain::order::{DeclineReason, NextAction, Order, OrderStatus, Refund, RefundReason};
use admit_domain::terms::{FeeRefund, SalePhase, Terms};
use admit_domain::time::Timestamp;

use super::changes::Law;
use super::findings::Findings;
use super::places::sells;

const RAISED_TO: Duration = Duration::from_secs(60);

impl Law<'_> {
    fn terms(&self) -> &Terms {
        &self.history.latest().terms
    }

    fn order_and_hold(&self, id: OrderId, findings: &mut Findings) -> Option<(&Order, &Hold)> {
        let order = self.history.order(id);
        let found = order.and_then(|order| Some((order, self.history.hold(order.hold)?)));
        findings.require(found.is_some(), || "there is no such order".into());
        found
    }

    pub(super) fn begun(&self, order: &Order, findings: &mut Findings) {
        let asked = self.issued.about_order(order.id, self.entry.version).any(|command| {
            matches!(command, Command::Begin { hold, account, payment, key, .. }
                if (*hold, *account, *payment, *key) == (order.hold, order.buyer.account, order.payment, order.key))
        });
        findings.require(asked, || "nobody asked for that".into());
        findings.require(self.history.order(order.id).is_none(), || "it was begun before".into());
        if !self.hold_is_there(order.hold, findings) {
            return;
        }
        let Some(hold) = self.history.hold(order.hold) else { return };
        findings.require(hold.is_open() && hold.expires_at > self.at(), || "its hold isn't open".into());
        findings.require(hold.buyer == order.buyer, || "its hold is another's".into());
        findings.require(hold.attempts < ATTEMPTS_MAX, || "too many attempts".into());
        findings.require(self.terms().phase != SalePhase::Cancelled, || "the event is cancelled".into());
        let total: i64 = hold.units.iter().map(|held| held.price + held.fee).sum();
        findings.require(order.total == total, || format!("it costs {total}"));
        findings.require(usize::from(order.ticket_count) == hold.units.len(), || "it counts other tickets".into());
        let times = (order.created_at, order.pay_by) == (self.at(), self.at() + self.terms().payment_ttl);
        findings.require(times, || "its times are wrong".into());
        let new = order.is_pending()
            && order.next_action.is_none()
            && order.settled_at.is_none()
            && order.decline.is_none()
            && order.refund.is_none()
            && order.cancel_key.is_none();
        findings.require(new, || "it isn't as new".into());
        self.new_key(order.buyer.account, order.key, findings);
    }

    pub(super) fn awaited(&self, id: OrderId, action: &NextAction, findings: &mut Findings) {
        let Some((order, _)) = self.order_and_hold(id, findings) else { return };
        findings.require(order.is_pending() && order.next_action.is_none(), || "it was told or settled before".into());
        let asked = |command: &Command| matches!(command, Command::Await { next_action, .. } if next_action == action);
        findings.require(self.issued.about_order(id, self.entry.version).any(asked), || "nobody asked for that".into());
    }

    pub(super) fn paid(&self, id: OrderId, findings: &mut Findings) {
        let Some((order, hold)) = self.order_and_hold(id, findings) else { return };
        self.money_came(order, findings);
        findings.require(self.may_be_sold(order, hold), || "its units can't be sold to it".into());
    }

    pub(super) fn refused_money(&self, id: OrderId, refund: Refund, findings: &mut Findings) {
        let Some((order, hold)) = self.order_and_hold(id, findings) else { return };
        self.money_came(order, findings);
        findings.require(!self.may_be_sold(order, hold), || "its units were to be had".into());
        let owed = Refund { amount: order.total, reason: RefundReason::PaidTooLate, at: self.at() };
        findings.require(refund == owed, || format!("{owed:?} is owed"));
    }

    fn money_came(&self, order: &Order, findings: &mut Findings) {
        let sent = |command: &Command| matches!(command, Command::Confirm { amount, .. } if *amount == order.total);
        let mut commands = self.issued.about_order(order.id, self.entry.version);
        findings.require(commands.any(sent), || "no such money came".into());
        let settled = matches!(order.status, OrderStatus::Paid | OrderStatus::Cancelled) || order.refund.is_some();
        findings.require(!settled, || "its money had come before".into());
    }

    /// Whether money that comes for `order` now must end in tickets.
    fn may_be_sold(&self, order: &Order, hold: &Hold) -> bool {
        if order.is_pending() {
            return self.terms().phase != SalePhase::Cancelled && hold.status == HoldStatus::InCheckout(order.id);
        }
        if !sells(self.terms(), self.at()) {
            return false;
        }
        match hold.status {
            HoldStatus::Open => true,
            HoldStatus::InCheckout(_) | HoldStatus::Completed(_) => false,
            HoldStatus::Released | HoldStatus::Expired => {
                let usage = self.history.usage_at(hold.buyer, self.step());
                let max = self.terms().limits.tickets_per_buyer_max;
                let off = self.evidence.purchase_limits == PurchaseLimits::Off;
                let free = hold.units.iter().all(|held| self.history.is_free_at(held.unit, self.step()));
                free && (off || usage.units + hold.units.len() as u32 <= max)
            }
        }
    }

    pub(super) fn failed(
        &self,
        id: OrderId,
        why: DeclineReason,
        hold_until: Option<Timestamp>,
        findings: &mut Findings,
    ) {
        let Some((order, hold)) = self.order_and_hold(id, findings) else { return };
        let said = |command: &Command| matches!(command, Command::Decline { reason, .. } if *reason == why);
        findings
            .require(self.issued.about_order(id, self.entry.version).any(said), || "the provider didn't say so".into());
        findings.require(order.is_pending(), || "it was settled before".into());
        let told_and_late = why == DeclineReason::TimedOut && order.next_action.is_some();
        let over = told_and_late || self.terms().phase == SalePhase::Cancelled;
        findings.require(hold_until.is_none() == over, || "the hold should go on, or should not".into());
        if let Some(until) = hold_until {
            let left =
                Duration::from_millis((hold.expires_at.as_millis() - order.created_at.as_millis()).max(0) as u64);
            let granted = if hold.raised || left > RAISED_TO { left } else { RAISED_TO };
            findings.require(until == self.at() + granted, || format!("the hold had {granted:?} left"));
        }
    }

    pub(super) fn cancelled(
        &self,
        id: OrderId,
        refund: Option<Refund>,
        key: Option<RequestKey>,
        findings: &mut Findings,
    ) {
        let Some((order, hold)) = self.order_and_hold(id, findings) else { return };
        findings.require(order.status == OrderStatus::Paid, || "it isn't paid".into());
        let policy = self.terms().refunds;
        let fees: i64 = hold.units.iter().map(|held| held.fee).sum();
        let explains = |command: &Command| {
            let Command::Cancel { by, key: asked, .. } = command else { return false };
            let everything = (order.total, RefundReason::EventCancelled);
            let (may, key_kept, (amount, reason)) = match by {
                CancelledBy::Organizer => (true, None, everything),
                CancelledBy::Buyer(account) if self.terms().phase == SalePhase::Cancelled => {
                    (*account == order.buyer.account, *asked, everything)
                }
                CancelledBy::Buyer(account) => {
                    let may = *account == order.buyer.account && policy.until.is_some_and(|until| self.at() < until);
                    let kept = if policy.fees == FeeRefund::Kept { fees } else { 0 };
                    (may, *asked, (order.total - kept, RefundReason::BuyerCancelled))
                }
            };
            let owed = (amount > 0).then_some(Refund { amount, reason, at: self.at() });
            may && key_kept == key && owed == refund
        };
        let mut commands = self.issued.about_order(id, self.entry.version);
        findings.require(commands.any(explains), || "nobody who may asked for just that".into());
        self.new_key(order.buyer.account, key, findings);
    }
}
