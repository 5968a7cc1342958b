//! One batch in one transaction.

use admit_app::ports::inventory::{CommitError, Committed, Decide, Opening};
use admit_domain::id::EventId;
use admit_domain::inventory::journal::Version;
use admit_domain::time::Timestamp;

use super::entries::entries_between;
use super::write::write;
use crate::db::{Db, DbError, Dialect, Transaction};

/// The row's lock is what serialises the event's writers. The clock is read once the lock is had, not when waiting for it began.
const OPEN_POSTGRES: &str = "
    UPDATE inventory SET version = version + 1 WHERE event_id = $1
    RETURNING epoch, version, at, currency, CAST(FLOOR(EXTRACT(EPOCH FROM clock_timestamp()) * 1000) AS BIGINT)";
const OPEN_SQLITE: &str =
    "UPDATE inventory SET version = version + 1 WHERE event_id = $1 RETURNING epoch, version, at, currency";

/// Why a batch was rolled back.
enum Stop {
    Nothing,
    NoInventory,
    ClaimTaken,
    Db(DbError),
}

impl From<DbError> for Stop {
    fn from(error: DbError) -> Self {
        match error {
            DbError::Taken { constraint: "claims_pkey" } => Stop::ClaimTaken,
            other => Stop::Db(other),
        }
    }
}

pub(super) async fn commit(db: &Db, event: EventId, known: Version, decide: Decide) -> Result<Committed, CommitError> {
    match db.write(move |tx| Box::pin(batch(tx, event, known, decide))).await {
        Ok(()) => Ok(Committed::Written),
        Err(Stop::Nothing) => Ok(Committed::Nothing),
        Err(Stop::NoInventory) => Err(CommitError::NoInventory),
        Err(Stop::ClaimTaken) => Err(CommitError::ClaimTaken),
        Err(Stop::Db(error)) => Err(CommitError::Store(error.into())),
    }
}

async fn batch(tx: &mut dyn Transaction, event: EventId, known: Version, decide: Decide) -> Result<(), Stop> {
    let opened = open(tx, event).await?.ok_or(Stop::NoInventory)?;
    let version = opened.opening.version;
    let before = Version { number: version.number - 1, ..version };
    // A statement of its own, after the lock was had: the one that waited for the lock would see what stood before the wait.
    let entries = if before == known { Vec::new() } else { entries_between(tx, event, known, before).await? };
    let writes = decide(opened.opening, entries).ok_or(Stop::Nothing)?;
    if writes.entry.version != version {
        return Err(Stop::Db(DbError::refused("a batch was decided for another version than its own")));
    }
    write(tx, event, &opened.currency, &writes).await.map_err(Stop::from)
}

struct Opened {
    opening: Opening,
    currency: String,
}

/// Takes the event's lock. `None`: it has no inventory.
async fn open(tx: &mut dyn Transaction, event: EventId) -> Result<Option<Opened>, DbError> {
    let (sql, clock) = match tx.dialect() {
        Dialect::Postgres => (OPEN_POSTGRES, None),
        Dialect::Sqlite => (OPEN_SQLITE, Some(tx.now().await?)),
    };
    let Some(row) = tx.query_optional(sql, &[event.to_bytes().into()]).await? else { return Ok(None) };
    let epoch = u32::try_from(row.int(0)?).map_err(|_| DbError::shape(0))?;
    let number = u64::try_from(row.int(1)?).map_err(|_| DbError::shape(1))?;
    let at = Timestamp::from_millis(row.int(2)?);
    let clock = match clock {
        Some(clock) => clock,
        None => Timestamp::from_millis(row.int(4)?),
    };
    let opening = Opening { version: Version { epoch, number }, now: at.max(clock) };
    Ok(Some(Opened { opening, currency: row.text(3)?.to_owned() }))
}
