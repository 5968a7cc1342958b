//! One batch in one transaction.

use admit_app::ports::inventory::{CommitError, Committed, Decide, Known, Opening, Passes, Writes};
use admit_domain::id::{AccountId, EventId};
use admit_domain::inventory::journal::Version;
use admit_domain::time::Timestamp;

use super::entries::entries_between;
use super::write::write;
use crate::db::{Db, DbError, Dialect, Transaction};
use crate::waiting_rooms::{live_passes, mark_bought};

/// The row's lock is what serialises the event's writers. The clock is read once the lock is had, not when waiting for it began.
const OPEN_POSTGRES: &str = "
    UPDATE inventory SET version = version + 1 WHERE event_id = $1
    RETURNING epoch, version, at, currency, guarded, CAST(FLOOR(EXTRACT(EPOCH FROM clock_timestamp()) * 1000) AS BIGINT)";
const OPEN_SQLITE: &str =
    "UPDATE inventory SET version = version + 1 WHERE event_id = $1 RETURNING epoch, version, at, currency, guarded";

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

pub(super) async fn commit(db: &Db, event: EventId, known: Known, decide: Decide) -> Result<Committed, CommitError> {
    match db.write(move |tx| Box::pin(batch(tx, event, known, decide))).await {
        Ok(()) => Ok(Committed::Written),
        Err(Stop::Nothing) => Ok(Committed::Nothing),
        Err(Stop::NoInventory) => Err(CommitError::NoInventory),
        Err(Stop::ClaimTaken) => Err(CommitError::ClaimTaken),
        Err(Stop::Db(error)) => Err(CommitError::Store(error.into())),
    }
}

async fn batch(tx: &mut dyn Transaction, event: EventId, known: Known, decide: Decide) -> Result<(), Stop> {
    let Opened { mut opening, currency, is_guarded } = open(tx, event).await?.ok_or(Stop::NoInventory)?;
    let version = opening.version;
    let before = Version { number: version.number - 1, ..version };
    // A statement of its own, after the lock was had: the one that waited for the lock would see what stood before the wait.
    let entries =
        if before == known.version { Vec::new() } else { entries_between(tx, event, known.version, before).await? };
    if is_guarded {
        opening.passes = Passes::Of(live_passes(tx, event, &known.shoppers, opening.now).await?);
    }
    let now = opening.now;
    let writes = decide(opening, entries).ok_or(Stop::Nothing)?;
    if writes.entry.version != version {
        return Err(Stop::Db(DbError::refused("a batch was decided for another version than its own")));
    }
    write(tx, event, &currency, &writes).await.map_err(Stop::from)?;
    if is_guarded {
        mark_bought(tx, event, &buyers_of(&writes), now).await?;
    }
    Ok(())
}

/// Whose orders became paid: a purchase ends its pass.
fn buyers_of(writes: &Writes) -> Vec<AccountId> {
    let orders = writes.new_orders.iter().chain(&writes.changed_orders);
    let paid = orders.filter(|order| writes.ticketed.contains(&order.id));
    let mut buyers: Vec<AccountId> = paid.map(|order| order.buyer.account).collect();
    buyers.sort_unstable();
    buyers.dedup();
    buyers
}

struct Opened {
    opening: Opening,
    currency: String,
    /// Whether whoever holds must have a pass.
    is_guarded: bool,
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
        None => Timestamp::from_millis(row.int(5)?),
    };
    let (version, now) = (Version { epoch, number }, at.max(clock));
    let opening = Opening { version, now, passes: Passes::NotNeeded };
    Ok(Some(Opened { opening, currency: row.text(3)?.to_owned(), is_guarded: row.int(4)? != 0 }))
}
