//! [`InventoryStore`] for both databases.

use admit_app::ports::error::StoreResult;
use admit_app::ports::inventory::{CommitError, Committed, Decide, InventoryStore, Known, Loaded};
use admit_domain::id::EventId;
use admit_domain::inventory::journal::{BatchId, Entry, Version};
use admit_domain::time::Timestamp;
use async_trait::async_trait;

use super::commit::commit;
use super::entries::{entries_after, has_batch, version_from};
use super::load::load;
use crate::db::{Column, DbError, Dialect, RowsSql, Transaction};
use crate::store::SqlStore;

const VERSIONS: RowsSql = RowsSql {
    sqlite: "SELECT event_id, epoch, version FROM inventory WHERE event_id = $1",
    postgres: "SELECT event_id, epoch, version FROM inventory WHERE event_id = ANY($1::BYTEA[])",
};

#[async_trait]
impl InventoryStore for SqlStore {
    fn is_shared(&self) -> bool {
        self.db.dialect() == Dialect::Postgres
    }

    async fn load(&self, event: EventId) -> StoreResult<Option<Loaded>> {
        let seat_maps = self.seat_maps.clone();
        let loaded = self.db.read(move |tx| Box::pin(async move { load(tx, event, &seat_maps).await })).await;
        loaded.map_err(|error: DbError| error.into())
    }

    async fn version(&self, event: EventId) -> StoreResult<Option<Version>> {
        Ok(self.versions(&[event]).await?.pop().map(|(_, version)| version))
    }

    async fn versions(&self, events: &[EventId]) -> StoreResult<Vec<(EventId, Version)>> {
        let ids = Column::Id(events.iter().map(|event| event.to_bytes()).collect());
        let versions = self.db.read(|tx| Box::pin(versions(tx, ids))).await;
        versions.map_err(|error: DbError| error.into())
    }

    async fn entries(&self, event: EventId, after: Version, limit: u32) -> StoreResult<Vec<Entry>> {
        let entries = self.db.read(move |tx| Box::pin(entries_after(tx, event, after, limit))).await;
        entries.map_err(|error: DbError| error.into())
    }

    async fn commit(&self, event: EventId, known: Known, decide: Decide) -> Result<Committed, CommitError> {
        commit(&self.db, event, known, decide).await
    }

    async fn was_committed(&self, event: EventId, batch: BatchId) -> StoreResult<bool> {
        let found = self.db.write(move |tx| Box::pin(was_committed(tx, event, batch))).await;
        found.map_err(|error: DbError| error.into())
    }

    async fn events_with_due_holds(&self, limit: u32) -> StoreResult<Vec<EventId>> {
        let events = self.db.read(move |tx| Box::pin(events_with_due_holds(tx, limit))).await;
        events.map_err(|error: DbError| error.into())
    }

    async fn now(&self) -> StoreResult<Timestamp> {
        self.db.read(|tx| Box::pin(async move { tx.now().await })).await.map_err(|error: DbError| error.into())
    }
}

async fn versions(tx: &mut dyn Transaction, ids: Column) -> Result<Vec<(EventId, Version)>, DbError> {
    let rows = tx.query_rows(&VERSIONS, vec![ids]).await?;
    rows.iter().map(|row| Ok((EventId::from_bytes(row.id(0)?), version_from(row, 1)?))).collect()
}

/// Changing the row, if only to what it is, takes the lock that every batch takes first, and so waits for one that still runs.
async fn was_committed(tx: &mut dyn Transaction, event: EventId, batch: BatchId) -> Result<bool, DbError> {
    tx.execute("UPDATE inventory SET at = at WHERE event_id = $1", &[event.to_bytes().into()]).await?;
    has_batch(tx, event, batch).await
}

async fn events_with_due_holds(tx: &mut dyn Transaction, limit: u32) -> Result<Vec<EventId>, DbError> {
    let now = tx.now().await?.as_millis();
    let sql = "SELECT DISTINCT event_id FROM holds WHERE status = 'open' AND expires_at <= $1 LIMIT $2";
    let rows = tx.query(sql, &[now.into(), limit.into()]).await?;
    rows.iter().map(|row| row.id(0).map(EventId::from_bytes)).collect()
}
