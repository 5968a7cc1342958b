//! [`WaitingRooms`] for both databases.

mod commit;
mod passes;
mod put_back;
mod read;

use admit_app::ports::error::StoreResult;
use admit_app::ports::waiting_rooms::{
    Asked, HistoryItem, RoomCommitted, RoomDecide, RoomError, StoredRoom, WaitingRooms,
};
use admit_domain::id::{AccountId, EventId};
use admit_domain::inventory::journal::BatchId;
use admit_domain::time::Timestamp;
use admit_domain::waiting_room::Head;
use admit_domain::waiting_room::settings::Settings;
use async_trait::async_trait;

use crate::SqlStore;
use crate::codec::head_text;
use crate::db::{Column, DbError, Transaction};

pub(crate) use passes::{live_passes, mark_bought};
pub(crate) use put_back::note_put_back;

#[async_trait]
impl WaitingRooms for SqlStore {
    async fn make_room(&self, event: EventId, settings: &Settings) -> StoreResult<()> {
        let settings = settings.clone();
        Ok(self.db.write(move |tx| Box::pin(async move { make(tx, event, settings).await })).await?)
    }

    async fn stored_room(&self, event: EventId, after: u64) -> StoreResult<Option<StoredRoom>> {
        Ok(self.db.read(move |tx| Box::pin(async move { read::stored(tx, event, after).await })).await?)
    }

    async fn room_versions(&self, events: &[EventId]) -> StoreResult<Vec<(EventId, u64)>> {
        let ids = Column::Id(events.iter().map(|event| event.to_bytes()).collect());
        Ok(self.db.read(move |tx| Box::pin(async move { read::versions(tx, ids).await })).await?)
    }

    async fn due_rooms(&self, limit: u32) -> StoreResult<Vec<EventId>> {
        Ok(self.db.read(move |tx| Box::pin(async move { read::due(tx, limit).await })).await?)
    }

    async fn commit_room(
        &self,
        event: EventId,
        known: u64,
        asked: Asked,
        decide: RoomDecide,
    ) -> Result<RoomCommitted, RoomError> {
        commit::commit(&self.db, event, known, asked, decide).await
    }

    async fn was_room_committed(&self, event: EventId, batch: BatchId) -> StoreResult<bool> {
        Ok(self.db.write(move |tx| Box::pin(async move { commit::was_committed(tx, event, batch).await })).await?)
    }

    async fn place_of(&self, event: EventId, account: AccountId) -> StoreResult<Option<u32>> {
        let newest = self.db.read(move |tx| {
            Box::pin(async move {
                let newest = read::newest(tx, event, &[account]).await?;
                Ok::<_, DbError>(newest.get(&account).copied())
            })
        });
        Ok(newest.await?)
    }

    async fn owners_of_places(
        &self,
        event: EventId,
        after: u32,
        last: u32,
        limit: u32,
    ) -> StoreResult<Vec<(u32, AccountId)>> {
        Ok(self
            .db
            .read(move |tx| Box::pin(async move { read::owners_of(tx, event, after, last, limit).await }))
            .await?)
    }

    async fn room_history(
        &self,
        event: EventId,
        before: Option<(u64, u32)>,
        limit: u32,
    ) -> StoreResult<Vec<HistoryItem>> {
        Ok(self.db.read(move |tx| Box::pin(async move { read::history(tx, event, before, limit).await })).await?)
    }

    async fn forget_rooms_past(&self, before: Timestamp, limit: u32) -> StoreResult<u64> {
        Ok(self.db.write(move |tx| Box::pin(async move { forget_past(tx, before, limit).await })).await?)
    }
}

async fn make(tx: &mut dyn Transaction, event: EventId, settings: Settings) -> Result<(), DbError> {
    let now = tx.now().await?;
    let head = head_text(&Head::new(settings, now));
    tx.execute(
        "INSERT INTO waiting_rooms (event_id, version, at, due_at, head) VALUES ($1, 1, $2, NULL, $3)
         ON CONFLICT (event_id) DO NOTHING",
        &[event.to_bytes().into(), now.as_millis().into(), head.into()],
    )
    .await?;
    Ok(())
}

async fn forget_past(tx: &mut dyn Transaction, before: Timestamp, limit: u32) -> Result<u64, DbError> {
    let arguments = [before.as_millis().into(), limit.into()];
    let batches = "DELETE FROM waiting_room_batches WHERE (event_id, version) IN
                   (SELECT event_id, version FROM waiting_room_batches WHERE at < $1 LIMIT $2)";
    let passes = "DELETE FROM waiting_room_shoppers WHERE (event_id, position) IN
                  (SELECT event_id, position FROM waiting_room_shoppers WHERE stage = 'ended' AND at < $1 LIMIT $2)";
    Ok(tx.execute(batches, &arguments).await? + tx.execute(passes, &arguments).await?)
}
