//! The port over the tables: locks, statements and commits, each step open to trouble.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use admit_app::ports::error::{StoreError, StoreResult};
use admit_app::ports::inventory::{
    CommitError, Committed, Decide, InventoryStore, Known, Loaded, Opening, Passes, Writes,
};
use admit_domain::hall::Hall;
use admit_domain::id::EventId;
use admit_domain::inventory::audit::Records;
use admit_domain::inventory::journal::{BatchId, Entry, Version};
use admit_domain::terms::Terms;
use admit_domain::time::Timestamp;
use async_trait::async_trait;
use tokio::sync::{Mutex as AsyncMutex, OwnedMutexGuard};
use tokio::time::sleep;

use super::clock::Clock;
use super::line::RoomPlace;
use super::tables::Tables;
use super::trouble::{FairWeather, IDLE_MAX, Step, Trouble, Troubles};

/// An event's row lock, and its rows as they are committed.
pub(super) struct Place {
    row: Arc<AsyncMutex<()>>,
    tables: Mutex<Tables>,
    pub(super) line: RoomPlace,
}

impl Place {
    fn tables(&self) -> MutexGuard<'_, Tables> {
        self.tables.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The rows, and with them that a purchase ends its pass.
    fn write(&self, writes: Writes) {
        let orders = writes.new_orders.iter().chain(&writes.changed_orders);
        let paid = orders.filter(|order| writes.ticketed.contains(&order.id));
        if let Some(rooms) = self.line.rooms().as_mut().filter(|rooms| rooms.is_guarded) {
            paid.for_each(|order| rooms.mark_bought(order.buyer.account));
        }
        self.tables().write(writes);
    }

    /// Waits its turn, as contenders for a row do.
    async fn lock(&self) -> OwnedMutexGuard<()> {
        self.row.clone().lock_owned().await
    }
}

pub struct ReferenceStore {
    pub(super) clock: Arc<Clock>,
    pub(super) troubles: Arc<dyn Troubles>,
    places: Mutex<BTreeMap<EventId, Arc<Place>>>,
}

impl ReferenceStore {
    pub fn new(clock: Arc<Clock>) -> ReferenceStore {
        Self::with_troubles(clock, Arc::new(FairWeather))
    }

    pub fn with_troubles(clock: Arc<Clock>, troubles: Arc<dyn Troubles>) -> ReferenceStore {
        ReferenceStore { clock, troubles, places: Mutex::default() }
    }

    /// Makes an event's inventory: everything that is for sale is free.
    pub fn create(&self, event: EventId, hall: Arc<Hall>, terms: Terms) {
        let tables = Tables::new(hall, terms, self.clock.now());
        let place = Place { row: Arc::default(), tables: Mutex::new(tables), line: RoomPlace::default() };
        self.places().insert(event, Arc::new(place));
    }

    /// The latest version and the clock, without trouble.
    pub fn moment(&self, event: EventId) -> Option<(Version, Timestamp)> {
        self.place(event).map(|place| (place.tables().version, self.clock.now()))
    }

    /// All rows as the audit wants them, without trouble.
    pub fn records(&self, event: EventId) -> Option<Records> {
        self.place(event).map(|place| place.tables().records())
    }

    /// The whole journal, without trouble.
    pub fn journal(&self, event: EventId) -> Vec<Entry> {
        self.place(event).map(|place| place.tables().journal.clone()).unwrap_or_default()
    }

    /// An event's inventory, without trouble.
    pub fn loaded(&self, event: EventId) -> Option<Loaded> {
        self.place(event).map(|place| place.tables().load())
    }

    pub(super) fn places(&self) -> MutexGuard<'_, BTreeMap<EventId, Arc<Place>>> {
        self.places.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn place(&self, event: EventId) -> Option<Arc<Place>> {
        self.places().get(&event).cloned()
    }

    /// One step of a statement or commit that may be undone there.
    pub(super) async fn pass(&self, step: Step) -> StoreResult<()> {
        match self.troubles.at(step) {
            Trouble::None => Ok(()),
            Trouble::Break => Err(StoreError::Away("the connection broke".into())),
            Trouble::Pause(span) if step == Step::Connecting || step == Step::Reading => {
                sleep(span).await;
                Ok(())
            }
            Trouble::Pause(span) => {
                sleep(span.min(IDLE_MAX)).await;
                let ended = span >= IDLE_MAX;
                if ended { Err(StoreError::Away("the transaction was idle for too long".into())) } else { Ok(()) }
            }
        }
    }
}

#[async_trait]
impl InventoryStore for ReferenceStore {
    fn is_shared(&self) -> bool {
        true
    }

    async fn load(&self, event: EventId) -> StoreResult<Option<Loaded>> {
        self.pass(Step::Reading).await?;
        let loaded = self.loaded(event);
        self.pass(Step::Reading).await?;
        Ok(loaded)
    }

    async fn version(&self, event: EventId) -> StoreResult<Option<Version>> {
        self.pass(Step::Reading).await?;
        let version = self.place(event).map(|place| place.tables().version);
        self.pass(Step::Reading).await?;
        Ok(version)
    }

    async fn versions(&self, events: &[EventId]) -> StoreResult<Vec<(EventId, Version)>> {
        self.pass(Step::Reading).await?;
        let version_of = |event: &EventId| Some((*event, self.place(*event)?.tables().version));
        Ok(events.iter().filter_map(version_of).collect())
    }

    async fn entries(&self, event: EventId, after: Version, limit: u32) -> StoreResult<Vec<Entry>> {
        self.pass(Step::Reading).await?;
        let entries = self.place(event).map(|place| place.tables().entries_after(after, limit as usize));
        self.pass(Step::Reading).await?;
        Ok(entries.unwrap_or_default())
    }

    async fn commit(&self, event: EventId, known: Known, decide: Decide) -> Result<Committed, CommitError> {
        self.pass(Step::Connecting).await?;
        let place = self.place(event).ok_or(CommitError::NoInventory)?;
        let row = place.lock().await;
        let mut opening = {
            let tables = place.tables();
            Opening { version: tables.version.next(), now: tables.at.max(self.clock.now()), passes: Passes::NotNeeded }
        };
        self.pass(Step::Locked).await?;
        // A later statement: it sees what was committed until the lock was had.
        let missed = place.tables().entries_after(known.version, usize::MAX);
        if let Some(rooms) = place.line.rooms().as_ref().filter(|rooms| rooms.is_guarded) {
            opening.passes = Passes::Of(rooms.passes(&known.shoppers, opening.now));
        }
        let Some(writes) = decide(opening, missed) else { return Ok(Committed::Nothing) };
        self.pass(Step::Decided).await?;
        place.tables().check(&writes)?;
        self.pass(Step::Written).await?;
        let committing = self.troubles.at(Step::Committing);
        let happens = tokio::spawn(async move {
            if let Trouble::Pause(span) = committing {
                sleep(span).await;
            }
            if committing != Trouble::Break {
                place.write(writes);
            }
            drop(row);
        });
        happens.await.map_err(|error| StoreError::Unknown(error.into()))?;
        let unknown = || CommitError::Store(StoreError::Unknown("the connection broke while committing".into()));
        match (committing, self.troubles.at(Step::Answering)) {
            (Trouble::Break, _) | (_, Trouble::Break) => Err(unknown()),
            (_, Trouble::Pause(span)) => {
                sleep(span).await;
                Ok(Committed::Written)
            }
            _ => Ok(Committed::Written),
        }
    }

    async fn was_committed(&self, event: EventId, batch: BatchId) -> StoreResult<bool> {
        self.pass(Step::Reading).await?;
        let Some(place) = self.place(event) else { return Ok(false) };
        let _row = place.lock().await;
        let found = place.tables().has_batch(batch);
        self.pass(Step::Reading).await?;
        Ok(found)
    }

    async fn events_with_due_holds(&self, limit: u32) -> StoreResult<Vec<EventId>> {
        self.pass(Step::Reading).await?;
        let now = self.clock.now();
        let places = self.places().clone();
        let due = places.iter().filter(|(_, place)| place.tables().has_due_hold(now)).map(|(event, _)| *event);
        Ok(due.take(limit as usize).collect())
    }

    async fn now(&self) -> StoreResult<Timestamp> {
        self.pass(Step::Reading).await?;
        Ok(self.clock.now())
    }
}
