//! The relay's book: who has the lead, and how far each event was told.

use std::time::Duration;

use admit_app::ports::error::StoreResult;
use admit_app::ports::relay::{Behind, RelayBook, RelayId};
use admit_domain::id::EventId;
use admit_domain::inventory::journal::Version;
use admit_domain::time::Timestamp;
use async_trait::async_trait;

use crate::SqlStore;
use crate::db::{Column, DbError, RowsSql, Transaction};
use crate::inventory::version_from;

const NOBODY: RelayId = RelayId(0);

const NOTE: RowsSql = RowsSql {
    sqlite: "INSERT INTO relay_cursors (event_id, epoch, version) VALUES ($1, $2, $3)
             ON CONFLICT (event_id) DO UPDATE SET epoch = excluded.epoch, version = excluded.version",
    postgres: "INSERT INTO relay_cursors (event_id, epoch, version)
               SELECT * FROM UNNEST($1::BYTEA[], $2::BIGINT[], $3::BIGINT[])
               ON CONFLICT (event_id) DO UPDATE SET epoch = excluded.epoch, version = excluded.version",
};
/// An event without a row is told from its start anyway.
const SET_BACK: RowsSql = RowsSql {
    sqlite: "UPDATE relay_cursors SET epoch = $1, version = $2 WHERE event_id = $3 AND (epoch, version) > ($4, $5)",
    postgres: "UPDATE relay_cursors SET epoch = n.epoch, version = n.version
               FROM UNNEST($1::BIGINT[], $2::BIGINT[], $3::BYTEA[], $4::BIGINT[], $5::BIGINT[])
                   AS n (epoch, version, event_id, epoch_before, version_before)
               WHERE relay_cursors.event_id = n.event_id
                   AND (relay_cursors.epoch, relay_cursors.version) > (n.epoch_before, n.version_before)",
};

#[async_trait]
impl RelayBook for SqlStore {
    async fn take_lead(&self, relay: RelayId, span: Duration) -> StoreResult<bool> {
        Ok(self.db.write(move |tx| Box::pin(take(tx, relay, span))).await?)
    }

    async fn keep_lead(
        &self,
        relay: RelayId,
        span: Duration,
        told: &[(EventId, Version)],
    ) -> StoreResult<Option<Timestamp>> {
        let told = told.to_vec();
        Ok(self.db.write(move |tx| Box::pin(async move { keep(tx, relay, span, &told).await })).await?)
    }

    async fn leave_lead(&self, relay: RelayId) -> StoreResult<()> {
        Ok(self.db.write(move |tx| Box::pin(leave(tx, relay))).await?)
    }

    async fn behind(&self, limit: u32) -> StoreResult<Vec<Behind>> {
        Ok(self.db.read(move |tx| Box::pin(behind(tx, limit))).await?)
    }

    async fn set_back(&self, events: &[(EventId, Version)]) -> StoreResult<u64> {
        let events = events.to_vec();
        Ok(self.db.write(move |tx| Box::pin(async move { set_back(tx, &events).await })).await?)
    }
}

/// Of those who come at once, each sees what the one before has left: the row's lock makes them take turns.
async fn take(tx: &mut dyn Transaction, relay: RelayId, span: Duration) -> Result<bool, DbError> {
    let now = tx.now().await?;
    let sql = "INSERT INTO relay_lead (id, holder, held_until) VALUES (1, $1, $2)
               ON CONFLICT (id) DO UPDATE SET holder = excluded.holder, held_until = excluded.held_until
               WHERE relay_lead.held_until <= $3";
    let until = (now + span).as_millis();
    let taken = tx.execute(sql, &[bytes(relay).into(), until.into(), now.as_millis().into()]).await?;
    Ok(taken == 1)
}

async fn keep(
    tx: &mut dyn Transaction,
    relay: RelayId,
    span: Duration,
    told: &[(EventId, Version)],
) -> Result<Option<Timestamp>, DbError> {
    let now = tx.now().await?;
    let sql = "UPDATE relay_lead SET held_until = $1 WHERE id = 1 AND holder = $2";
    let kept = tx.execute(sql, &[(now + span).as_millis().into(), bytes(relay).into()]).await?;
    if kept == 0 {
        return Ok(None);
    }
    let columns = vec![events(told), epochs(told), numbers(told)];
    tx.execute_rows(&NOTE, columns).await?;
    Ok(Some(now))
}

async fn leave(tx: &mut dyn Transaction, relay: RelayId) -> Result<(), DbError> {
    let sql = "UPDATE relay_lead SET holder = $1, held_until = 0 WHERE id = 1 AND holder = $2";
    tx.execute(sql, &[bytes(NOBODY).into(), bytes(relay).into()]).await?;
    Ok(())
}

async fn behind(tx: &mut dyn Transaction, limit: u32) -> Result<Vec<Behind>, DbError> {
    let sql = "SELECT i.event_id, COALESCE(c.epoch, 1), COALESCE(c.version, 0), i.epoch, i.version
               FROM inventory i LEFT JOIN relay_cursors c ON c.event_id = i.event_id
               WHERE i.version > 0 AND (c.event_id IS NULL OR (i.epoch, i.version) > (c.epoch, c.version))
               ORDER BY i.event_id LIMIT $1";
    let rows = tx.query(sql, &[limit.into()]).await?;
    rows.iter()
        .map(|row| {
            let event = EventId::from_bytes(row.id(0)?);
            Ok(Behind { event, told: version_from(row, 1)?, head: version_from(row, 3)? })
        })
        .collect()
}

/// The lead's row comes first, as with everybody: so what its holder is about to note is noted before this or never.
async fn set_back(tx: &mut dyn Transaction, to: &[(EventId, Version)]) -> Result<u64, DbError> {
    tx.execute("UPDATE relay_lead SET holder = $1, held_until = 0 WHERE id = 1", &[bytes(NOBODY).into()]).await?;
    tx.execute_rows(&SET_BACK, vec![epochs(to), numbers(to), events(to), epochs(to), numbers(to)]).await
}

fn bytes(relay: RelayId) -> [u8; 16] {
    relay.0.to_be_bytes()
}

fn events(versions: &[(EventId, Version)]) -> Column {
    Column::Id(versions.iter().map(|(event, _)| event.to_bytes()).collect())
}

fn epochs(versions: &[(EventId, Version)]) -> Column {
    Column::Int(versions.iter().map(|(_, version)| version.epoch.into()).collect())
}

fn numbers(versions: &[(EventId, Version)]) -> Column {
    Column::Int(versions.iter().map(|(_, version)| i64::try_from(version.number).unwrap_or(i64::MAX)).collect())
}
