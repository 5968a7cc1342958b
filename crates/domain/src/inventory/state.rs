//! The state of an event's inventory: the fold of its journal.
//!
//! The records (holds, orders, terms, blocked units) are the state; everything else here is an index over them, kept in step by
//! the few functions at the end. That is why undoing a batch is no more than putting the earlier records back. What each change
//! does to the records stands in `apply`.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use std::time::Duration;

use thiserror::Error;

use crate::hall::Hall;
use crate::hold::{Buyer, Hold, HoldStatus, RequestKey};
use crate::id::{AccountId, HoldId, OrderId};
use crate::order::Order;
use crate::terms::Terms;
use crate::time::Timestamp;
use crate::unit::Unit;

use super::free::FreeMap;
use super::journal::Version;
use super::requests::Requests;
use super::usage::{Usage, Usages};

/// For how long an ended hold is remembered, so that its request may be repeated.
pub const REMEMBERED: Duration = Duration::from_secs(24 * 3600);

/// Who has a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    Nobody,
    Held(HoldId),
    Sold(HoldId),
    /// Taken off sale by the organizer.
    Blocked,
}

/// Whether the limits of what one buyer may have are kept. Off only for load tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PurchaseLimits {
    Enforced,
    Off,
}

#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum BadRecords {
    #[error("unit {0:?} doesn't exist in the hall")]
    NoSuchUnit(Unit),
    #[error("unit {unit:?} belongs to {owner:?}, and {hold} claims it")]
    DoubleClaim { unit: Unit, owner: Owner, hold: HoldId },
    #[error("order {0} pays a hold that isn't there")]
    OrderWithoutHold(OrderId),
}

#[derive(Debug, Clone)]
pub struct Inventory {
    pub(super) hall: Arc<Hall>,
    pub(super) terms: Arc<Terms>,
    pub(super) purchase_limits: PurchaseLimits,
    version: Version,
    at: Timestamp,
    pub(super) owners: Vec<Owner>,
    pub(super) free: FreeMap,
    /// Each in a place of its own, so that a map that grows moves pointers.
    pub(super) holds: HashMap<HoldId, Box<Hold>>,
    pub(super) orders: HashMap<OrderId, Order>,
    pub(super) usages: Usages,
    pub(super) requests: Requests,
    /// Open holds by their end.
    pub(super) due: BTreeSet<(Timestamp, HoldId)>,
    /// Holds that may be forgotten, by when they ended.
    pub(super) ended: BTreeSet<(Timestamp, HoldId)>,
}

/// What applying changes did: how to take it back, and which units it touched.
#[derive(Debug, Default)]
pub struct Log {
    /// In the order it happened.
    pub undo: Vec<Undo>,
    /// Units with whoever had them just before, once for every time they changed hands.
    pub touched: Vec<(Unit, Owner)>,
}

/// How to take one change back: the record that stood before.
#[derive(Debug)]
pub enum Undo {
    Hold(HoldId, Option<Box<Hold>>),
    Order(OrderId, Option<Box<Order>>),
    Terms(Arc<Terms>),
    Owner(Unit, Owner),
}

impl Inventory {
    /// A new event's inventory: everything that is for sale is free.
    pub fn new(
        hall: Arc<Hall>,
        terms: Terms,
        version: Version,
        at: Timestamp,
        purchase_limits: PurchaseLimits,
    ) -> Inventory {
        Inventory {
            free: FreeMap::new(&hall),
            owners: vec![Owner::Nobody; hall.units() as usize],
            hall,
            terms: Arc::new(terms),
            purchase_limits,
            version,
            at,
            holds: HashMap::new(),
            orders: HashMap::new(),
            usages: Usages::default(),
            requests: Requests::default(),
            due: BTreeSet::new(),
            ended: BTreeSet::new(),
        }
    }

    /// Puts stored records into a new inventory.
    pub fn restore(
        &mut self,
        holds: Vec<Hold>,
        orders: Vec<Order>,
        blocked: impl Iterator<Item = Unit>,
    ) -> Result<(), BadRecords> {
        for unit in blocked {
            if unit.index() >= self.owners.len() {
                return Err(BadRecords::NoSuchUnit(unit));
            }
            self.set_owner(unit, Owner::Blocked);
        }
        for hold in holds {
            self.refuse_conflict(&hold)?;
            self.put_hold(Box::new(hold));
        }
        for order in orders {
            if !self.holds.contains_key(&order.hold) {
                return Err(BadRecords::OrderWithoutHold(order.id));
            }
            self.put_order(order);
        }
        Ok(())
    }

    pub fn hall(&self) -> &Arc<Hall> {
        &self.hall
    }

    pub fn terms(&self) -> &Arc<Terms> {
        &self.terms
    }

    pub fn version(&self) -> Version {
        self.version
    }

    /// The time of the latest commit.
    pub fn at(&self) -> Timestamp {
        self.at
    }

    pub fn hold(&self, id: HoldId) -> Option<&Hold> {
        self.holds.get(&id).map(Box::as_ref)
    }

    pub fn order(&self, id: OrderId) -> Option<&Order> {
        self.orders.get(&id)
    }

    pub fn holds(&self) -> impl Iterator<Item = &Hold> {
        self.holds.values().map(Box::as_ref)
    }

    pub fn orders(&self) -> impl Iterator<Item = &Order> {
        self.orders.values()
    }

    pub fn owner(&self, unit: Unit) -> Owner {
        self.owners.get(unit.index()).copied().unwrap_or(Owner::Blocked)
    }

    /// Whether a request with this key made something that is remembered.
    pub fn knows_request(&self, account: AccountId, key: RequestKey) -> bool {
        self.requests.find(account, Some(key)).is_some()
    }

    /// Whether anybody may claim the unit.
    pub fn is_free(&self, unit: Unit) -> bool {
        self.hall.tier(unit).is_some() && self.owner(unit) == Owner::Nobody
    }

    /// What the account has open or in checkout.
    pub fn pending_holds_of(&self, account: AccountId) -> impl Iterator<Item = &Hold> {
        self.usages.pending_of(account).iter().filter_map(|id| self.hold(*id))
    }

    /// The larger of what the account and what its address has.
    pub fn usage_of(&self, buyer: Buyer) -> Usage {
        let (account, address) = (self.usages.of_account(buyer.account), self.usages.of_address(buyer.address));
        Usage { units: account.units.max(address.units), holds: account.holds.max(address.holds) }
    }

    /// When the next open hold ends.
    pub fn next_due(&self) -> Option<Timestamp> {
        self.due.first().map(|(at, _)| *at)
    }

    /// Open holds whose end has come at `now`, the earliest first.
    pub fn due(&self, now: Timestamp) -> impl Iterator<Item = &Hold> {
        self.due.iter().take_while(move |(at, _)| *at <= now).filter_map(|(_, id)| self.hold(*id))
    }

    /// Marks what was folded so far as one commit, and forgets holds that ended too long ago to be asked for again.
    pub fn advance(&mut self, version: Version, at: Timestamp) {
        self.version = version;
        self.at = at;
        let horizon = at - REMEMBERED;
        while let Some((ended_at, id)) = self.ended.first().copied().filter(|(ended_at, _)| *ended_at < horizon) {
            self.ended.remove(&(ended_at, id));
            self.drop_hold(id);
        }
    }
}

/// How records keep the indexes in step.
impl Inventory {
    fn refuse_conflict(&self, hold: &Hold) -> Result<(), BadRecords> {
        for unit in hold.units.iter().filter(|_| hold.claims()).map(|held| held.unit) {
            match self.owners.get(unit.index()) {
                None => return Err(BadRecords::NoSuchUnit(unit)),
                Some(Owner::Nobody) => {}
                Some(owner) => return Err(BadRecords::DoubleClaim { unit, owner: *owner, hold: hold.id }),
            }
        }
        Ok(())
    }

    pub(super) fn put_hold(&mut self, hold: Box<Hold>) -> Option<Box<Hold>> {
        let before = self.drop_hold_record(hold.id);
        let (old, new) = (before.as_ref().map_or(Owner::Nobody, |hold| ownership(hold)), ownership(&hold));
        if old != new {
            for held in &hold.units {
                self.set_owner(held.unit, new);
            }
        }
        if hold.is_open() {
            self.due.insert((hold.expires_at, hold.id));
        }
        if let Some(ended_at) = hold.ended_at.filter(|_| hold.may_be_forgotten()) {
            self.ended.insert((ended_at, hold.id));
        }
        self.usages.add(&hold);
        self.requests.add_hold(&hold);
        self.holds.insert(hold.id, hold);
        before
    }

    pub(super) fn drop_hold(&mut self, id: HoldId) -> Option<Box<Hold>> {
        let hold = self.drop_hold_record(id)?;
        if hold.claims() {
            for held in &hold.units {
                self.set_owner(held.unit, Owner::Nobody);
            }
        }
        Some(hold)
    }

    /// Takes the hold out of every index but its units' owners.
    fn drop_hold_record(&mut self, id: HoldId) -> Option<Box<Hold>> {
        let hold = self.holds.remove(&id)?;
        self.due.remove(&(hold.expires_at, id));
        if let Some(ended_at) = hold.ended_at {
            self.ended.remove(&(ended_at, id));
        }
        self.usages.take(&hold);
        self.requests.take_hold(&hold);
        Some(hold)
    }

    pub(super) fn put_order(&mut self, order: Order) -> Option<Order> {
        let before = self.drop_order(order.id);
        self.requests.add_order(&order);
        self.orders.insert(order.id, order);
        before
    }

    pub(super) fn drop_order(&mut self, id: OrderId) -> Option<Order> {
        let order = self.orders.remove(&id)?;
        self.requests.take_order(&order);
        Some(order)
    }

    pub(super) fn set_owner(&mut self, unit: Unit, owner: Owner) {
        let before = std::mem::replace(&mut self.owners[unit.index()], owner);
        self.free.set(&self.hall, unit, owner == Owner::Nobody);
        let held = |owner| matches!(owner, Owner::Held(_));
        if held(before) != held(owner) {
            self.free.count_held(&self.hall, unit, held(owner));
        }
    }
}

pub(super) fn ownership(hold: &Hold) -> Owner {
    match hold.status {
        HoldStatus::Open | HoldStatus::InCheckout(_) => Owner::Held(hold.id),
        HoldStatus::Completed(_) => Owner::Sold(hold.id),
        HoldStatus::Released | HoldStatus::Expired => Owner::Nobody,
    }
}
