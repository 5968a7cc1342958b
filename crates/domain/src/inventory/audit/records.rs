//! An event's rows as the audit wants them, and the check of all that they say of one another.

use std::collections::HashMap;

use crate::hall::Hall;
use crate::hold::Hold;
use crate::id::{AccountId, HoldId, OrderId, PaymentId, RefundId, TicketId};
use crate::inventory::journal::Version;
use crate::inventory::state::{Inventory, Owner};
use crate::money::Money;
use crate::order::{Order, RefundReason};
use crate::terms::Terms;
use crate::time::Timestamp;
use crate::unit::Unit;

use super::violation::Violation;
use super::{claims, money, orders, sections, tickets};

/// A unit's claim as its row says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClaimState {
    Held(HoldId),
    Sold(HoldId),
    /// Taken off sale; no hold's.
    Blocked,
}

impl ClaimState {
    pub fn hold(self) -> Option<HoldId> {
        match self {
            ClaimState::Held(hold) | ClaimState::Sold(hold) => Some(hold),
            ClaimState::Blocked => None,
        }
    }

    pub(super) fn of(owner: Owner) -> Option<ClaimState> {
        match owner {
            Owner::Nobody => None,
            Owner::Held(hold) => Some(ClaimState::Held(hold)),
            Owner::Sold(hold) => Some(ClaimState::Sold(hold)),
            Owner::Blocked => Some(ClaimState::Blocked),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TicketState {
    Valid,
    Void,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TicketRow {
    pub id: TicketId,
    pub order: OrderId,
    pub account: AccountId,
    pub unit: Unit,
    pub state: TicketState,
}

/// Whether an attempt to pay took money.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PaymentState {
    Pending,
    Charged,
    /// Declined, or voided at the provider.
    Failed,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PaymentRow {
    pub id: PaymentId,
    pub order: OrderId,
    pub money: Money,
    pub state: PaymentState,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RefundRow {
    pub id: RefundId,
    pub order: OrderId,
    pub payment: PaymentId,
    pub money: Money,
    pub reason: RefundReason,
}

/// All rows of one event's inventory, read in one snapshot.
///
/// Holds that may be forgotten ([`Hold::may_be_forgotten`]) may be absent; every other row must be there.
#[derive(Debug, Clone, PartialEq)]
pub struct Records {
    pub claims: Vec<(Unit, ClaimState)>,
    pub holds: Vec<Hold>,
    pub orders: Vec<Order>,
    pub tickets: Vec<TicketRow>,
    pub payments: Vec<PaymentRow>,
    pub refunds: Vec<RefundRow>,
    pub terms: Terms,
    pub version: Version,
    /// The time of the latest commit.
    pub at: Timestamp,
}

impl Records {
    /// What `state` has in memory. It knows no tickets, payments and refunds, so those stay empty.
    pub fn in_memory(state: &Inventory) -> Records {
        let units = (0..state.hall().units()).map(Unit);
        Records {
            claims: units.filter_map(|unit| Some((unit, ClaimState::of(state.owner(unit))?))).collect(),
            holds: state.holds().cloned().collect(),
            orders: state.orders().cloned().collect(),
            tickets: Vec::new(),
            payments: Vec::new(),
            refunds: Vec::new(),
            terms: Terms::clone(state.terms()),
            version: state.version(),
            at: state.at(),
        }
    }
}

/// Everything in `records` that contradicts the hall or other records.
pub fn check_records(hall: &Hall, records: &Records) -> Vec<Violation> {
    let mut found = Vec::new();
    let index = Index::new(records, &mut found);
    check_claims_and_orders(hall, records, &index, &mut found);
    tickets::check(records, &index, &mut found);
    money::check(records, &index, &mut found);
    found
}

/// The part of [`check_records`] that memory can be asked about too.
pub(super) fn check_claims_and_orders(hall: &Hall, records: &Records, index: &Index<'_>, found: &mut Vec<Violation>) {
    claims::check(hall, records, index, found);
    sections::check(hall, records, found);
    orders::check(records, index, found);
}

/// Records by their ids.
pub(super) struct Index<'records> {
    pub(super) holds: HashMap<HoldId, &'records Hold>,
    pub(super) orders: HashMap<OrderId, &'records Order>,
    pub(super) orders_of: HashMap<HoldId, Vec<&'records Order>>,
}

impl<'records> Index<'records> {
    pub(super) fn new(records: &'records Records, found: &mut Vec<Violation>) -> Self {
        let mut holds = HashMap::with_capacity(records.holds.len());
        for hold in &records.holds {
            if holds.insert(hold.id, hold).is_some() {
                found.push(Violation::DoubledHold { hold: hold.id });
            }
        }
        let mut orders = HashMap::with_capacity(records.orders.len());
        let mut orders_of: HashMap<HoldId, Vec<&Order>> = HashMap::new();
        for order in &records.orders {
            if orders.insert(order.id, order).is_some() {
                found.push(Violation::DoubledOrder { order: order.id });
                continue;
            }
            orders_of.entry(order.hold).or_default().push(order);
        }
        Index { holds, orders, orders_of }
    }
}
