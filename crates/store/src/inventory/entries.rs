//! Reading the journal.

use admit_domain::id::EventId;
use admit_domain::inventory::journal::{BatchId, Entry, Version};
use admit_domain::time::Timestamp;

use crate::codec::changes_from;
use crate::db::{DbError, Row, Transaction};

/// How many entries are read at once.
const PAGE: u32 = 512;

/// Up to `limit` entries after `after`, in order.
pub(crate) async fn entries_after(
    tx: &mut dyn Transaction,
    event: EventId,
    after: Version,
    limit: u32,
) -> Result<Vec<Entry>, DbError> {
    let sql = "SELECT epoch, version, at, batch_id, changes FROM inventory_changes
               WHERE event_id = $1 AND (epoch, version) > ($2, $3)
               ORDER BY epoch, version LIMIT $4";
    let number = i64::try_from(after.number).unwrap_or(i64::MAX);
    let arguments = [event.to_bytes().into(), after.epoch.into(), number.into(), limit.into()];
    tx.query(sql, &arguments).await?.iter().map(entry_from).collect()
}

/// All entries after `after` up to `last`, which the caller knows to be the newest.
pub(super) async fn entries_between(
    tx: &mut dyn Transaction,
    event: EventId,
    after: Version,
    last: Version,
) -> Result<Vec<Entry>, DbError> {
    let mut all: Vec<Entry> = Vec::new();
    loop {
        let from = all.last().map_or(after, |entry| entry.version);
        if from >= last {
            return Ok(all);
        }
        let page = entries_after(tx, event, from, PAGE).await?;
        if page.is_empty() {
            // A new epoch begins where its backup ended, without entries of its own.
            return Ok(all);
        }
        all.extend(page);
    }
}

/// Whether the event's journal has the batch. Newest first, since whoever asks has just lost an answer.
pub(super) async fn has_batch(tx: &mut dyn Transaction, event: EventId, batch: BatchId) -> Result<bool, DbError> {
    let sql = "SELECT version FROM inventory_changes WHERE event_id = $1 AND batch_id = $2
               ORDER BY epoch DESC, version DESC LIMIT 1";
    let arguments = [event.to_bytes().into(), batch.0.to_be_bytes().into()];
    Ok(tx.query_optional(sql, &arguments).await?.is_some())
}

/// Reads epoch and number from two columns.
pub(crate) fn version_from(row: &Row, first: usize) -> Result<Version, DbError> {
    Ok(Version {
        epoch: u32::try_from(row.int(first)?).map_err(|_| DbError::shape(first))?,
        number: u64::try_from(row.int(first + 1)?).map_err(|_| DbError::shape(first + 1))?,
    })
}

fn entry_from(row: &Row) -> Result<Entry, DbError> {
    Ok(Entry {
        version: version_from(row, 0)?,
        at: Timestamp::from_millis(row.int(2)?),
        batch: BatchId(u128::from_be_bytes(row.id(3)?)),
        changes: changes_from(row.text(4)?)?,
    })
}
