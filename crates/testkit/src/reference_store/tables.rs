//! One event's rows, written set-wise by one commit or not at all.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use admit_app::ports::error::StoreError;
use admit_app::ports::inventory::{Claim, CommitError, Loaded, Writes};
use admit_domain::hall::Hall;
use admit_domain::hold::Hold;
use admit_domain::id::{HoldId, OrderId, PaymentId, RefundId, TicketId};
use admit_domain::inventory::audit::{
    ClaimState, PaymentRow, PaymentState, Records, RefundRow, TicketRow, TicketState,
};
use admit_domain::inventory::journal::{BatchId, Entry, Version};
use admit_domain::inventory::state::REMEMBERED;
use admit_domain::money::Money;
use admit_domain::order::{Order, OrderStatus};
use admit_domain::terms::Terms;
use admit_domain::time::Timestamp;
use admit_domain::unit::Unit;

#[derive(Debug)]
pub(super) struct Tables {
    hall: Arc<Hall>,
    terms: Terms,
    pub(super) version: Version,
    pub(super) at: Timestamp,
    claims: BTreeMap<Unit, Claim>,
    holds: BTreeMap<HoldId, Hold>,
    orders: BTreeMap<OrderId, Order>,
    payments: BTreeSet<PaymentId>,
    tickets: BTreeMap<TicketId, TicketRow>,
    refunds: BTreeMap<RefundId, RefundRow>,
    pub(super) journal: Vec<Entry>,
}

impl Tables {
    pub(super) fn new(hall: Arc<Hall>, terms: Terms, at: Timestamp) -> Tables {
        Tables {
            hall,
            terms,
            version: Version::START,
            at,
            claims: BTreeMap::new(),
            holds: BTreeMap::new(),
            orders: BTreeMap::new(),
            payments: BTreeSet::new(),
            tickets: BTreeMap::new(),
            refunds: BTreeMap::new(),
            journal: Vec::new(),
        }
    }

    pub(super) fn load(&self) -> Loaded {
        let horizon = self.at - REMEMBERED;
        let remembered =
            |hold: &&Hold| !hold.may_be_forgotten() || hold.ended_at.is_none_or(|ended_at| ended_at >= horizon);
        let holds: Vec<Hold> = self.holds.values().filter(remembered).cloned().collect();
        let orders = self.orders.values().filter(|order| holds.iter().any(|hold| hold.id == order.hold));
        Loaded {
            hall: self.hall.clone(),
            terms: self.terms.clone(),
            version: self.version,
            at: self.at,
            claims: self.claims.iter().map(|(unit, claim)| (*unit, *claim)).collect(),
            orders: orders.cloned().collect(),
            holds,
        }
    }

    pub(super) fn entries_after(&self, after: Version, limit: usize) -> Vec<Entry> {
        let from = self.journal.partition_point(|entry| entry.version <= after);
        self.journal[from..].iter().take(limit).cloned().collect()
    }

    pub(super) fn has_batch(&self, batch: BatchId) -> bool {
        self.journal.iter().rev().any(|entry| entry.batch == batch)
    }

    pub(super) fn has_due_hold(&self, now: Timestamp) -> bool {
        self.holds.values().any(|hold| hold.is_due(now))
    }

    /// All rows, as the audit wants them.
    pub(super) fn records(&self) -> Records {
        let claim_of = |claim: &Claim| match claim {
            Claim::Held(hold) => ClaimState::Held(*hold),
            Claim::Sold(hold) => ClaimState::Sold(*hold),
            Claim::Blocked => ClaimState::Blocked,
        };
        Records {
            claims: self.claims.iter().map(|(unit, claim)| (*unit, claim_of(claim))).collect(),
            holds: self.holds.values().cloned().collect(),
            orders: self.orders.values().cloned().collect(),
            tickets: self.tickets.values().copied().collect(),
            payments: self.orders.values().map(|order| self.payment_of(order)).collect(),
            refunds: self.refunds.values().copied().collect(),
            terms: self.terms.clone(),
            version: self.version,
            at: self.at,
        }
    }

    fn payment_of(&self, order: &Order) -> PaymentRow {
        let state = match order.status {
            OrderStatus::Pending => PaymentState::Pending,
            OrderStatus::Paid | OrderStatus::Cancelled => PaymentState::Charged,
            OrderStatus::Declined | OrderStatus::Expired if order.refund.is_some() => PaymentState::Charged,
            OrderStatus::Declined | OrderStatus::Expired => PaymentState::Failed,
        };
        PaymentRow { id: order.payment, order: order.id, money: Money::new(order.total, self.terms.currency), state }
    }

    /// Refuses writes that break a key, before anything of them is done.
    pub(super) fn check(&self, writes: &Writes) -> Result<(), CommitError> {
        let mut gone = BTreeSet::new();
        for unit in &writes.unclaimed {
            require(self.claims.contains_key(unit) && gone.insert(*unit), "a claim to be removed isn't there")?;
        }
        let mut come = BTreeSet::new();
        for (unit, _) in &writes.claimed {
            if !come.insert(*unit) || (self.claims.contains_key(unit) && !gone.contains(unit)) {
                return Err(CommitError::ClaimTaken);
            }
        }
        for (unit, _) in &writes.reclaimed {
            require(self.claims.contains_key(unit) && !gone.contains(unit), "a claim to be changed isn't there")?;
        }
        let new_hold = |id| writes.new_holds.iter().any(|hold| hold.id == id);
        require(writes.new_holds.iter().all(|hold| !self.holds.contains_key(&hold.id)), "a new hold is there already")?;
        require(writes.changed_holds.iter().all(|hold| self.holds.contains_key(&hold.id)), "no hold to be changed")?;
        for order in &writes.new_orders {
            require(!self.orders.contains_key(&order.id), "a new order is there already")?;
            require(!self.payments.contains(&order.payment), "a new order's payment is there already")?;
            require(self.holds.contains_key(&order.hold) || new_hold(order.hold), "a new order's hold isn't there")?;
        }
        require(writes.changed_orders.iter().all(|order| self.orders.contains_key(&order.id)), "no order to change")?;
        require(writes.entry.version == self.version.next(), "the entry isn't the journal's next")?;
        require(!self.has_batch(writes.entry.batch), "the batch is in the journal already")
    }

    /// Does what [`Self::check`] found possible.
    pub(super) fn write(&mut self, writes: Writes) {
        for unit in &writes.unclaimed {
            self.claims.remove(unit);
        }
        self.claims.extend(writes.claimed.iter().chain(&writes.reclaimed).copied());
        self.holds.extend(writes.new_holds.into_iter().chain(writes.changed_holds).map(|hold| (hold.id, hold)));
        self.payments.extend(writes.new_orders.iter().map(|order| order.payment));
        self.orders.extend(writes.new_orders.into_iter().chain(writes.changed_orders).map(|order| (order.id, order)));
        for order in &writes.ticketed {
            self.issue_tickets(*order);
        }
        for hold in &writes.adopted {
            let Some(account) = self.holds.get(hold).map(|hold| hold.buyer.account) else { continue };
            let is_its = |order: &OrderId| self.orders.get(order).is_some_and(|order| order.hold == *hold);
            self.tickets
                .values_mut()
                .filter(|ticket| is_its(&ticket.order))
                .for_each(|ticket| ticket.account = account);
        }
        for ticket in self.tickets.values_mut().filter(|ticket| writes.voided.contains(&ticket.order)) {
            ticket.state = TicketState::Void;
        }
        for order in &writes.refunded {
            self.owe_refund(*order);
        }
        if let Some(terms) = writes.terms {
            self.terms = terms;
        }
        self.version = writes.entry.version;
        self.at = writes.entry.at;
        self.journal.push(writes.entry);
    }

    fn issue_tickets(&mut self, order: OrderId) {
        let Some(order) = self.orders.get(&order) else { return };
        let Some(hold) = self.holds.get(&order.hold) else { return };
        for (index, held) in (0..).zip(&hold.units) {
            let id = TicketId::of(order.id, index);
            let (account, unit) = (order.buyer.account, held.unit);
            self.tickets.insert(id, TicketRow { id, order: order.id, account, unit, state: TicketState::Valid });
        }
    }

    fn owe_refund(&mut self, order: OrderId) {
        let Some(order) = self.orders.get(&order) else { return };
        // Nothing is sent back for a free order.
        let Some(refund) = order.refund.filter(|refund| refund.amount > 0) else { return };
        let id = RefundId::from_u128(order.payment.as_u128());
        let money = Money::new(refund.amount, self.terms.currency);
        let row = RefundRow { id, order: order.id, payment: order.payment, money, reason: refund.reason };
        self.refunds.insert(id, row);
    }
}

fn require(holds: bool, otherwise: &'static str) -> Result<(), CommitError> {
    if holds { Ok(()) } else { Err(CommitError::Store(StoreError::Refused(otherwise.into()))) }
}
