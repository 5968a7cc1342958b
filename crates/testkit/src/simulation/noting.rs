//! Stands between the nodes' links and the store, and notes what is decided there.

use std::sync::{Arc, Mutex, PoisonError};

use admit_app::ports::error::{StoreError, StoreResult};
use admit_app::ports::inventory::{CommitError, Committed, Decide, InventoryStore, Known, Loaded};
use admit_app::ports::waiting_rooms::{
    Asked, HistoryItem, RoomCommitted, RoomDecide, RoomError, StoredRoom, WaitingRooms,
};
use admit_domain::id::{AccountId, EventId};
use admit_domain::inventory::journal::{BatchId, Entry, Version};
use admit_domain::time::Timestamp;
use admit_domain::waiting_room::settings::Settings;
use async_trait::async_trait;

use super::ledger::{Ledger, Outcome};

/// The store, with its commits noted. Where a caller dies meanwhile, the end of its commit stays open.
pub(super) struct Noting {
    store: Arc<dyn WaitingRooms>,
    ledger: Arc<Ledger>,
}

impl Noting {
    pub(super) fn new(store: Arc<dyn WaitingRooms>, ledger: Arc<Ledger>) -> Noting {
        Noting { store, ledger }
    }
}

#[async_trait]
impl InventoryStore for Noting {
    fn is_shared(&self) -> bool {
        self.store.is_shared()
    }

    async fn load(&self, event: EventId) -> StoreResult<Option<Loaded>> {
        self.store.load(event).await
    }

    async fn version(&self, event: EventId) -> StoreResult<Option<Version>> {
        self.store.version(event).await
    }

    async fn versions(&self, events: &[EventId]) -> StoreResult<Vec<(EventId, Version)>> {
        self.store.versions(events).await
    }

    async fn entries(&self, event: EventId, after: Version, limit: u32) -> StoreResult<Vec<Entry>> {
        self.store.entries(event, after, limit).await
    }

    async fn commit(&self, event: EventId, known: Known, decide: Decide) -> Result<Committed, CommitError> {
        let (began, ledger, batch) = (self.ledger.beat(), self.ledger.clone(), Arc::new(Mutex::new(None)));
        let told = batch.clone();
        let decide: Decide = Box::new(move |opening, missed| {
            let writes = decide(opening, missed)?;
            ledger.decided_sale(writes.entry.batch, began);
            *told.lock().unwrap_or_else(PoisonError::into_inner) = Some(writes.entry.batch.0);
            Some(writes)
        });
        let committed = self.store.commit(event, known, decide).await;
        let batch = batch.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let (Some(batch), Ok(_)) = (batch, &committed) {
            self.ledger.end_sale(batch);
        }
        committed
    }

    async fn was_committed(&self, event: EventId, batch: BatchId) -> StoreResult<bool> {
        self.store.was_committed(event, batch).await
    }

    async fn events_with_due_holds(&self, limit: u32) -> StoreResult<Vec<EventId>> {
        self.store.events_with_due_holds(limit).await
    }

    async fn now(&self) -> StoreResult<Timestamp> {
        self.store.now().await
    }
}

#[async_trait]
impl WaitingRooms for Noting {
    async fn make_room(&self, event: EventId, settings: &Settings) -> StoreResult<()> {
        self.store.make_room(event, settings).await
    }

    async fn stored_room(&self, event: EventId, after: u64) -> StoreResult<Option<StoredRoom>> {
        self.store.stored_room(event, after).await
    }

    async fn room_versions(&self, events: &[EventId]) -> StoreResult<Vec<(EventId, u64)>> {
        self.store.room_versions(events).await
    }

    async fn due_rooms(&self, limit: u32) -> StoreResult<Vec<EventId>> {
        self.store.due_rooms(limit).await
    }

    async fn commit_room(
        &self,
        event: EventId,
        known: u64,
        asked: Asked,
        decide: RoomDecide,
    ) -> Result<RoomCommitted, RoomError> {
        let (began, ledger, batch) = (self.ledger.beat(), self.ledger.clone(), Arc::new(Mutex::new(None)));
        let told = batch.clone();
        let decide: RoomDecide = Box::new(move |opening| {
            let writes = decide(opening)?;
            ledger.decided_room(&writes, began);
            *told.lock().unwrap_or_else(PoisonError::into_inner) = Some(writes.batch);
            Some(writes)
        });
        let committed = self.store.commit_room(event, known, asked, decide).await;
        let batch = batch.lock().unwrap_or_else(PoisonError::into_inner).take();
        match (batch, &committed) {
            (Some(batch), Ok(_)) => self.ledger.end_room(batch, Outcome::Committed),
            (Some(_), Err(RoomError::Store(StoreError::Unknown(_)))) | (None, _) => {}
            (Some(batch), Err(_)) => self.ledger.end_room(batch, Outcome::NotCommitted),
        }
        committed
    }

    async fn was_room_committed(&self, event: EventId, batch: BatchId) -> StoreResult<bool> {
        self.store.was_room_committed(event, batch).await
    }

    async fn place_of(&self, event: EventId, account: AccountId) -> StoreResult<Option<u32>> {
        self.store.place_of(event, account).await
    }

    async fn owners_of_places(
        &self,
        event: EventId,
        after: u32,
        last: u32,
        limit: u32,
    ) -> StoreResult<Vec<(u32, AccountId)>> {
        self.store.owners_of_places(event, after, last, limit).await
    }

    async fn room_history(
        &self,
        event: EventId,
        before: Option<(u64, u32)>,
        limit: u32,
    ) -> StoreResult<Vec<HistoryItem>> {
        self.store.room_history(event, before, limit).await
    }

    async fn forget_rooms_past(&self, before: Timestamp, limit: u32) -> StoreResult<u64> {
        self.store.forget_rooms_past(before, limit).await
    }
}
