//! The port of waiting rooms over their rows: a room has a row's lock of its own beside its inventory's.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use admit_app::ports::error::{StoreError, StoreResult};
use admit_app::ports::waiting_rooms::{
    Asked, HistoryItem, RoomCommitted, RoomDecide, RoomError, RoomOpening, StoredRoom, WaitingRooms,
};
use admit_domain::id::{AccountId, EventId};
use admit_domain::inventory::journal::BatchId;
use admit_domain::time::Timestamp;
use admit_domain::waiting_room::settings::Settings;
use async_trait::async_trait;
use tokio::sync::{Mutex as AsyncMutex, OwnedMutexGuard};
use tokio::time::sleep;

use super::ReferenceStore;
use super::rooms::Rooms;
use super::trouble::{Step, Trouble};

/// A room's row lock, and its rows as they are committed.
#[derive(Default)]
pub(super) struct RoomPlace {
    row: Arc<AsyncMutex<()>>,
    rooms: Mutex<Option<Rooms>>,
}

impl RoomPlace {
    pub(super) fn rooms(&self) -> MutexGuard<'_, Option<Rooms>> {
        self.rooms.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn lock(&self) -> OwnedMutexGuard<()> {
        self.row.clone().lock_owned().await
    }

    /// `None`: the event has no room.
    fn opening(&self, known: u64, asked: &Asked, clock: Timestamp) -> Option<RoomOpening> {
        let rooms = self.rooms();
        let rooms = rooms.as_ref()?;
        Some(RoomOpening {
            version: rooms.version + 1,
            now: rooms.at.max(clock),
            missed: (rooms.version != known).then(|| StoredRoom { version: rooms.version + 1, ..rooms.stored(known) }),
            known: rooms.known(asked),
        })
    }
}

#[async_trait]
impl WaitingRooms for ReferenceStore {
    async fn make_room(&self, event: EventId, settings: &Settings) -> StoreResult<()> {
        let place = self.place(event).ok_or_else(|| StoreError::Refused("a room of no event".into()))?;
        place.line.rooms().get_or_insert_with(|| Rooms::new(settings, self.clock.now()));
        Ok(())
    }

    async fn stored_room(&self, event: EventId, after: u64) -> StoreResult<Option<StoredRoom>> {
        self.pass(Step::Reading).await?;
        let stored = self.place(event).and_then(|place| Some(place.line.rooms().as_ref()?.stored(after)));
        self.pass(Step::Reading).await?;
        Ok(stored)
    }

    async fn room_versions(&self, events: &[EventId]) -> StoreResult<Vec<(EventId, u64)>> {
        self.pass(Step::Reading).await?;
        let version_of = |event: &EventId| Some((*event, self.place(*event)?.line.rooms().as_ref()?.version));
        Ok(events.iter().filter_map(version_of).collect())
    }

    async fn due_rooms(&self, limit: u32) -> StoreResult<Vec<EventId>> {
        self.pass(Step::Reading).await?;
        let (now, places) = (self.clock.now(), self.places().clone());
        let due = places.iter().filter(|(_, place)| {
            let rooms = place.line.rooms();
            rooms.as_ref().and_then(|rooms| rooms.due_at).is_some_and(|due_at| due_at <= now)
        });
        Ok(due.map(|(event, _)| *event).take(limit as usize).collect())
    }

    async fn commit_room(
        &self,
        event: EventId,
        known: u64,
        asked: Asked,
        decide: RoomDecide,
    ) -> Result<RoomCommitted, RoomError> {
        self.pass(Step::Connecting).await?;
        let place = self.place(event).ok_or(RoomError::NoRoom)?;
        let row = place.line.lock().await;
        self.pass(Step::Locked).await?;
        // Later statements: they see what was committed until the lock was had.
        let opening = place.line.opening(known, &asked, self.clock.now()).ok_or(RoomError::NoRoom)?;
        let Some(writes) = decide(opening) else { return Ok(RoomCommitted::Nothing) };
        self.pass(Step::Decided).await?;
        if let Some(rooms) = &*place.line.rooms() {
            rooms.check(&writes)?;
        }
        self.pass(Step::Written).await?;
        let committing = self.troubles.at(Step::Committing);
        let happens = tokio::spawn(async move {
            if let Trouble::Pause(span) = committing {
                sleep(span).await;
            }
            if committing != Trouble::Break
                && let Some(rooms) = &mut *place.line.rooms()
            {
                rooms.write(writes);
            }
            drop(row);
        });
        happens.await.map_err(|error| StoreError::Unknown(error.into()))?;
        let unknown = || RoomError::Store(StoreError::Unknown("the connection broke while committing".into()));
        match (committing, self.troubles.at(Step::Answering)) {
            (Trouble::Break, _) | (_, Trouble::Break) => Err(unknown()),
            (_, Trouble::Pause(span)) => {
                sleep(span).await;
                Ok(RoomCommitted::Written)
            }
            _ => Ok(RoomCommitted::Written),
        }
    }

    async fn was_room_committed(&self, event: EventId, batch: BatchId) -> StoreResult<bool> {
        self.pass(Step::Reading).await?;
        let Some(place) = self.place(event) else { return Ok(false) };
        let _row = place.line.lock().await;
        let found = place.line.rooms().as_ref().is_some_and(|rooms| rooms.has_batch(batch));
        self.pass(Step::Reading).await?;
        Ok(found)
    }

    async fn place_of(&self, event: EventId, account: AccountId) -> StoreResult<Option<u32>> {
        self.pass(Step::Reading).await?;
        Ok(self.place(event).and_then(|place| place.line.rooms().as_ref()?.place_of(account)))
    }

    async fn owners_of_places(
        &self,
        event: EventId,
        after: u32,
        last: u32,
        limit: u32,
    ) -> StoreResult<Vec<(u32, AccountId)>> {
        self.pass(Step::Reading).await?;
        let Some(place) = self.place(event) else { return Ok(Vec::new()) };
        let rooms = place.line.rooms();
        let owned = rooms.iter().flat_map(|rooms| rooms.owners_between(after, last));
        Ok(owned.take(limit as usize).collect())
    }

    async fn room_history(
        &self,
        event: EventId,
        before: Option<(u64, u32)>,
        limit: u32,
    ) -> StoreResult<Vec<HistoryItem>> {
        self.pass(Step::Reading).await?;
        let Some(place) = self.place(event) else { return Ok(Vec::new()) };
        let rooms = place.line.rooms();
        Ok(rooms.iter().flat_map(|rooms| rooms.history(before)).take(limit as usize).cloned().collect())
    }

    async fn forget_rooms_past(&self, before: Timestamp, _: u32) -> StoreResult<u64> {
        self.pass(Step::Reading).await?;
        let places = self.places().clone();
        Ok(places.values().map(|place| place.line.rooms().as_mut().map_or(0, |rooms| rooms.forget_past(before))).sum())
    }
}
