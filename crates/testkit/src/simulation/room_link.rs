//! A node's link to the waiting room in the store, with the same mishaps as its inventory's.

use std::sync::{Arc, Mutex, PoisonError};

use admit_app::ports::error::{StoreError, StoreResult};
use admit_app::ports::waiting_rooms::{
    Asked, HistoryItem, RoomCommitted, RoomDecide, RoomError, StoredRoom, WaitingRooms,
};
use admit_domain::id::{AccountId, EventId};
use admit_domain::inventory::journal::BatchId;
use admit_domain::time::Timestamp;
use admit_domain::waiting_room::settings::Settings;
use async_trait::async_trait;
use tokio::sync::oneshot;

use super::link::{AbortUnlessDecided, Link, away};
use super::sky::Mishap;

/// A batch on its way.
struct Sending {
    event: EventId,
    known: u64,
    asked: Asked,
    decide: RoomDecide,
}

impl Sending {
    async fn to(self, store: &dyn WaitingRooms) -> Result<RoomCommitted, RoomError> {
        store.commit_room(self.event, self.known, self.asked, self.decide).await
    }

    /// Decides and commits as the store does, but nobody is told.
    async fn lose_answer(self, store: &dyn WaitingRooms) -> Result<RoomCommitted, RoomError> {
        match self.to(store).await? {
            RoomCommitted::Written => Err(unknown()),
            RoomCommitted::Nothing => Ok(RoomCommitted::Nothing),
        }
    }

    /// Decides, and then nothing is written, but nobody is told.
    async fn undo(self, store: &dyn WaitingRooms) -> Result<RoomCommitted, RoomError> {
        let decided = Arc::new(Mutex::new(false));
        let (told, decide) = (decided.clone(), self.decide);
        let decide: RoomDecide = Box::new(move |opening| {
            *told.lock().unwrap_or_else(PoisonError::into_inner) = decide(opening).is_some();
            None
        });
        let committed = Sending { decide, ..self }.to(store).await?;
        let had_writes = *decided.lock().unwrap_or_else(PoisonError::into_inner);
        if had_writes { Err(unknown()) } else { Ok(committed) }
    }

    /// Answers as soon as it is decided, while the store still works on it.
    async fn leave_undecided(self, store: Arc<dyn WaitingRooms>) -> Result<RoomCommitted, RoomError> {
        let (tell, decided) = oneshot::channel();
        let decide = self.decide;
        let decide: RoomDecide = Box::new(move |opening| {
            let writes = decide(opening);
            // Nobody waits any more when the node has died.
            let _ = tell.send(writes.is_some());
            writes
        });
        let sending = Sending { decide, ..self };
        let mut commit = AbortUnlessDecided(Some(tokio::spawn(async move { sending.to(&*store).await })));
        let has_writes = decided.await;
        let Some(task) = commit.0.take() else { return Err(unknown()) };
        match has_writes {
            Ok(true) => Err(unknown()),
            // Nothing to write, or it failed before deciding: that answer is sure.
            Ok(false) | Err(_) => task.await.map_err(|error| StoreError::Unknown(error.into()))?,
        }
    }
}

#[async_trait]
impl WaitingRooms for Link {
    async fn make_room(&self, event: EventId, settings: &Settings) -> StoreResult<()> {
        self.read(self.store.make_room(event, settings)).await
    }

    async fn stored_room(&self, event: EventId, after: u64) -> StoreResult<Option<StoredRoom>> {
        self.read(self.store.stored_room(event, after)).await
    }

    async fn room_versions(&self, events: &[EventId]) -> StoreResult<Vec<(EventId, u64)>> {
        self.read(self.store.room_versions(events)).await
    }

    async fn due_rooms(&self, limit: u32) -> StoreResult<Vec<EventId>> {
        self.read(self.store.due_rooms(limit)).await
    }

    async fn commit_room(
        &self,
        event: EventId,
        known: u64,
        asked: Asked,
        decide: RoomDecide,
    ) -> Result<RoomCommitted, RoomError> {
        self.while_alive(async {
            if self.sky.is_store_away() {
                return Err(RoomError::Store(away()));
            }
            let sending = Sending { event, known, asked, decide };
            match self.sky.mishap() {
                Mishap::None => sending.to(&*self.store).await,
                Mishap::Away => Err(RoomError::Store(away())),
                Mishap::AnswerLost => sending.lose_answer(&*self.store).await,
                Mishap::Undone => sending.undo(&*self.store).await,
                Mishap::Undecided => sending.leave_undecided(self.store.clone()).await,
            }
        })
        .await
    }

    async fn was_room_committed(&self, event: EventId, batch: BatchId) -> StoreResult<bool> {
        self.read(self.store.was_room_committed(event, batch)).await
    }

    async fn place_of(&self, event: EventId, account: AccountId) -> StoreResult<Option<u32>> {
        self.read(self.store.place_of(event, account)).await
    }

    async fn owners_of_places(
        &self,
        event: EventId,
        after: u32,
        last: u32,
        limit: u32,
    ) -> StoreResult<Vec<(u32, AccountId)>> {
        self.read(self.store.owners_of_places(event, after, last, limit)).await
    }

    async fn room_history(
        &self,
        event: EventId,
        before: Option<(u64, u32)>,
        limit: u32,
    ) -> StoreResult<Vec<HistoryItem>> {
        self.read(self.store.room_history(event, before, limit)).await
    }

    async fn forget_rooms_past(&self, before: Timestamp, limit: u32) -> StoreResult<u64> {
        self.read(self.store.forget_rooms_past(before, limit)).await
    }
}

fn unknown() -> RoomError {
    RoomError::Store(StoreError::Unknown("the answer got lost".into()))
}
