//! Events that are being cancelled.

use admit_app::ports::organizing::Cancellation;
use admit_domain::id::EventId;
use admit_domain::time::Timestamp;

use crate::db::{DbError, Transaction};
use crate::rows::take_due;

pub(super) async fn begin(tx: &mut dyn Transaction, event: EventId) -> Result<(), DbError> {
    let now = tx.now().await?.as_millis();
    tx.execute(
        "INSERT INTO cancellations (id, requested_at, attempts, next_try_at, done_at) VALUES ($1, $2, 0, $3, NULL)
         ON CONFLICT (id) DO NOTHING",
        &[event.to_bytes().into(), now.into(), now.into()],
    )
    .await?;
    Ok(())
}

pub(super) async fn one(tx: &mut dyn Transaction, event: EventId) -> Result<Option<Cancellation>, DbError> {
    let sql = "SELECT requested_at, done_at FROM cancellations WHERE id = $1";
    let Some(row) = tx.query_optional(sql, &[event.to_bytes().into()]).await? else { return Ok(None) };
    let requested_at = Timestamp::from_millis(row.int(0)?);
    Ok(Some(Cancellation { event, requested_at, done_at: row.optional_int(1)?.map(Timestamp::from_millis) }))
}

pub(super) async fn take(
    tx: &mut dyn Transaction,
    now: Timestamp,
    retry_at: Timestamp,
    limit: u32,
) -> Result<Vec<EventId>, DbError> {
    let sql = take_due!(tx.dialect(); "cancellations", "done_at IS NULL", "id");
    let rows = tx.query(sql, &[now.as_millis().into(), limit.into(), retry_at.as_millis().into()]).await?;
    rows.iter().map(|row| row.id(0).map(EventId::from_bytes)).collect()
}

pub(super) async fn due(tx: &mut dyn Transaction, event: EventId, at: Timestamp) -> Result<(), DbError> {
    tx.execute(
        "UPDATE cancellations SET next_try_at = $1 WHERE id = $2",
        &[at.as_millis().into(), event.to_bytes().into()],
    )
    .await?;
    Ok(())
}

pub(super) async fn done(tx: &mut dyn Transaction, event: EventId, now: Timestamp) -> Result<(), DbError> {
    tx.execute(
        "UPDATE cancellations SET done_at = $1 WHERE id = $2 AND done_at IS NULL",
        &[now.as_millis().into(), event.to_bytes().into()],
    )
    .await?;
    Ok(())
}
