//! A node in miniature: an event's inventory in memory, catching up from the journal and committing batches.
//!
//! It derives the rows by comparing all that was with all that is, which is slow and too simple to be wrong.

use std::sync::{Arc, Mutex, PoisonError};

use admit_app::ports::inventory::{
    Claim, CommitError, Committed, Decide, InventoryStore, Loaded, Notice, Opening, Writes,
};
use admit_app::ports::mails::OrderMail;
use admit_domain::id::{EventId, MailId};
use admit_domain::inventory::journal::{BatchId, Change, Entry};
use admit_domain::inventory::state::{Inventory, Log, Owner, PurchaseLimits};
use admit_domain::order::OrderStatus;
use admit_domain::unit::Unit;

use super::sale::fresh;

pub struct Node<'s, S> {
    store: &'s S,
    event: EventId,
    memory: Arc<Mutex<Inventory>>,
    /// How many entries of others its last batch began with.
    pub caught_up: Arc<Mutex<usize>>,
}

impl<'s, S: InventoryStore> Node<'s, S> {
    pub async fn open(store: &'s S, event: EventId) -> Self {
        let loaded = store.load(event).await.unwrap().unwrap();
        let memory = Arc::new(Mutex::new(restored(loaded)));
        Self { store, event, memory, caught_up: Arc::default() }
    }

    pub fn memory(&self) -> Inventory {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Commits the changes that `choose` finds right, if any, on the newest state.
    pub async fn commit(
        &self,
        choose: impl FnOnce(&Inventory, Opening) -> Vec<Change> + Send + 'static,
    ) -> Result<Committed, CommitError> {
        let (memory, caught_up) = (self.memory.clone(), self.caught_up.clone());
        let decide: Decide = Box::new(move |opening, entries| {
            let mut memory = memory.lock().unwrap_or_else(PoisonError::into_inner);
            *caught_up.lock().unwrap_or_else(PoisonError::into_inner) = entries.len();
            for entry in &entries {
                fold(&mut memory, entry);
            }
            let changes = choose(&memory, opening.clone());
            if changes.is_empty() {
                return None;
            }
            let before = memory.clone();
            let entry = Entry { version: opening.version, at: opening.now, batch: BatchId(fresh()), changes };
            fold(&mut memory, &entry);
            Some(difference(&before, &memory, entry))
        });
        let known = self.memory().version();
        self.store.commit(self.event, known.into(), decide).await
    }

    /// As [`commit`](Node::commit), where nothing may fail.
    pub async fn write(&self, choose: impl FnOnce(&Inventory, Opening) -> Vec<Change> + Send + 'static) {
        let committed = self.commit(choose).await.unwrap();
        assert!(matches!(committed, Committed::Written), "{committed:?}");
    }
}

/// What was loaded, in memory.
pub fn restored(loaded: Loaded) -> Inventory {
    let Loaded { hall, terms, version, at, claims, holds, orders } = loaded;
    let mut memory = Inventory::new(hall, terms, version, at, PurchaseLimits::Off);
    let blocked: Vec<Unit> =
        claims.iter().filter(|(_, claim)| *claim == Claim::Blocked).map(|(unit, _)| *unit).collect();
    memory.restore(holds, orders, blocked.into_iter()).unwrap();
    for (unit, claim) in claims {
        assert_eq!(claim_of(memory.owner(unit)), Some(claim), "the row of {unit:?}");
    }
    memory
}

/// Folds one entry in.
pub fn fold(memory: &mut Inventory, entry: &Entry) {
    assert_eq!(entry.version, memory.version().next(), "the journal has a gap");
    assert!(entry.at >= memory.at(), "time ran back");
    for change in &entry.changes {
        memory.apply(change, entry.at, &mut Log::default());
    }
    memory.advance(entry.version, entry.at);
}

fn difference(before: &Inventory, after: &Inventory, entry: Entry) -> Writes {
    let mut writes = Writes::of(entry);
    for unit in (0..after.hall().units()).map(Unit) {
        match (claim_of(before.owner(unit)), claim_of(after.owner(unit))) {
            (None, Some(claim)) => writes.claimed.push((unit, claim)),
            (Some(_), None) => writes.unclaimed.push(unit),
            (Some(was), Some(is)) if was != is => writes.reclaimed.push((unit, is)),
            _ => {}
        }
    }
    for hold in after.holds() {
        match before.hold(hold.id) {
            None => writes.new_holds.push(hold.clone()),
            Some(was) if was != hold => {
                writes.adopted.extend((was.buyer != hold.buyer).then_some(hold.id));
                writes.changed_holds.push(hold.clone());
            }
            Some(_) => {}
        }
    }
    for order in after.orders() {
        let was = before.order(order.id);
        match was {
            None => writes.new_orders.push(order.clone()),
            Some(was) if was != order => writes.changed_orders.push(order.clone()),
            Some(_) => continue,
        }
        let had = |status: OrderStatus| was.is_some_and(|was| was.status == status);
        if order.status == OrderStatus::Paid && !had(OrderStatus::Paid) {
            writes.ticketed.push(order.id);
            let id = MailId::from_u128(fresh());
            writes.notices.push(Notice { id, kind: OrderMail::Confirmed, order: order.id });
        }
        if order.status != OrderStatus::Paid && had(OrderStatus::Paid) {
            writes.voided.push(order.id);
        }
        if order.refund.is_some() && was.is_none_or(|was| was.refund.is_none()) {
            writes.refunded.push(order.id);
        }
    }
    if before.terms() != after.terms() {
        writes.terms = Some((**after.terms()).clone());
    }
    writes
}

fn claim_of(owner: Owner) -> Option<Claim> {
    match owner {
        Owner::Nobody => None,
        Owner::Held(hold) => Some(Claim::Held(hold)),
        Owner::Sold(hold) => Some(Claim::Sold(hold)),
        Owner::Blocked => Some(Claim::Blocked),
    }
}
