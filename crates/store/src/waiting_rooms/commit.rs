//! One batch of a room in one transaction.

use std::collections::HashSet;

use admit_app::ports::waiting_rooms::{Asked, RoomCommitted, RoomDecide, RoomError, RoomOpening, RoomWrites};
use admit_domain::id::{AccountId, EventId};
use admit_domain::inventory::journal::BatchId;
use admit_domain::time::Timestamp;
use admit_domain::waiting_room::command::Known;
use admit_domain::waiting_room::settings::Mode;
use admit_domain::waiting_room::shoppers::Stage;
use admit_domain::waiting_room::step::What;

use super::read::{newest, number, owners, stored, version_from};
use crate::codec::{head_text, settings_text};
use crate::db::{Column, Db, DbError, Dialect, RowsSql, RowsWrite, Transaction};

/// The row's lock is what makes numbers one sequence. The clock is read once the lock is had.
const OPEN_POSTGRES: &str = "
    UPDATE waiting_rooms SET version = version + 1 WHERE event_id = $1
    RETURNING version, at, CAST(FLOOR(EXTRACT(EPOCH FROM clock_timestamp()) * 1000) AS BIGINT)";
const OPEN_SQLITE: &str = "UPDATE waiting_rooms SET version = version + 1 WHERE event_id = $1 RETURNING version, at";

const SET_HEAD: RowsSql = RowsSql {
    sqlite: "UPDATE waiting_rooms SET at = $1, due_at = $2, head = $3 WHERE event_id = $4",
    postgres: "UPDATE waiting_rooms SET at = n.at, due_at = n.due_at, head = n.head
               FROM UNNEST($1::BIGINT[], $2::BIGINT[], $3::TEXT[], $4::BYTEA[]) AS n (at, due_at, head, event_id)
               WHERE waiting_rooms.event_id = n.event_id",
};
const SET_GUARDED: RowsSql = RowsSql {
    sqlite: "UPDATE inventory SET guarded = $1 WHERE event_id = $2",
    postgres: "UPDATE inventory SET guarded = n.guarded FROM UNNEST($1::BIGINT[], $2::BYTEA[]) AS n (guarded, event_id)
               WHERE inventory.event_id = n.event_id",
};
const INSERT_PLACES: RowsSql = RowsSql {
    sqlite: "INSERT INTO waiting_room_places (event_id, number, account_id, turn) VALUES ($1, $2, $3, $4)",
    postgres: "INSERT INTO waiting_room_places (event_id, number, account_id, turn)
               SELECT * FROM UNNEST($1::BYTEA[], $2::BIGINT[], $3::BYTEA[], $4::BIGINT[])",
};
/// The order of the rows is the batch's own, so on PostgreSQL those that exist are locked beforehand in the order of their
/// positions: purchases mark the same rows, and lock them in that order too.
const PUT_SHOPPERS: RowsSql = RowsSql {
    sqlite: "INSERT INTO waiting_room_shoppers (event_id, position, number, account_id, stage, at, version)
             VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (event_id, position) DO UPDATE
             SET number = excluded.number, account_id = excluded.account_id, stage = excluded.stage,
                 at = excluded.at, version = excluded.version",
    postgres: "WITH put AS MATERIALIZED (
                   SELECT * FROM UNNEST($1::BYTEA[], $2::BIGINT[], $3::BIGINT[], $4::BYTEA[], $5::TEXT[], $6::BIGINT[],
                                        $7::BIGINT[])
                        AS n (event_id, position, number, account_id, stage, at, version)),
               locked AS MATERIALIZED (
                   SELECT s.position FROM waiting_room_shoppers s
                   JOIN put ON s.event_id = put.event_id AND s.position = put.position
                   ORDER BY s.position FOR UPDATE OF s)
               INSERT INTO waiting_room_shoppers (event_id, position, number, account_id, stage, at, version)
               SELECT * FROM put WHERE (SELECT COUNT(*) FROM locked) >= 0
               ON CONFLICT (event_id, position) DO UPDATE
               SET number = excluded.number, account_id = excluded.account_id, stage = excluded.stage,
                   at = excluded.at, version = excluded.version",
};
const INSERT_BATCH: RowsSql = RowsSql {
    sqlite: "INSERT INTO waiting_room_batches (event_id, version, batch_id, at) VALUES ($1, $2, $3, $4)",
    postgres: "INSERT INTO waiting_room_batches (event_id, version, batch_id, at)
               SELECT * FROM UNNEST($1::BYTEA[], $2::BIGINT[], $3::BYTEA[], $4::BIGINT[])",
};
const INSERT_HISTORY: RowsSql = RowsSql {
    sqlite: "INSERT INTO waiting_room_history (event_id, version, part, at, what, account_id, settings)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
    postgres: "INSERT INTO waiting_room_history (event_id, version, part, at, what, account_id, settings)
               SELECT * FROM UNNEST($1::BYTEA[], $2::BIGINT[], $3::BIGINT[], $4::BIGINT[], $5::TEXT[], $6::BYTEA[],
                                    $7::TEXT[])",
};
const PUT_CHUNK: &str = "
    INSERT INTO waiting_room_chunks (event_id, chunk, version, bits) VALUES ($1, $2, $3, $4)
    ON CONFLICT (event_id, chunk) DO UPDATE SET version = excluded.version, bits = excluded.bits";

/// So many of a batch's places an account may come to own that their turns stay in order.
const TURNS_OF_A_BATCH: i64 = 1 << 20;

/// Why a batch was rolled back.
enum Stop {
    Nothing,
    NoRoom,
    Db(DbError),
}

impl From<DbError> for Stop {
    fn from(error: DbError) -> Self {
        Stop::Db(error)
    }
}

pub(super) async fn commit(
    db: &Db,
    event: EventId,
    known: u64,
    asked: Asked,
    decide: RoomDecide,
) -> Result<RoomCommitted, RoomError> {
    match db.write(move |tx| Box::pin(batch(tx, event, known, asked, decide))).await {
        Ok(()) => Ok(RoomCommitted::Written),
        Err(Stop::Nothing) => Ok(RoomCommitted::Nothing),
        Err(Stop::NoRoom) => Err(RoomError::NoRoom),
        Err(Stop::Db(error)) => Err(RoomError::Store(error.into())),
    }
}

/// Changing the row, if only to what it is, takes the lock that every batch takes first, and so waits for one that still runs.
pub(super) async fn was_committed(tx: &mut dyn Transaction, event: EventId, batch: BatchId) -> Result<bool, DbError> {
    tx.execute("UPDATE waiting_rooms SET at = at WHERE event_id = $1", &[event.to_bytes().into()]).await?;
    let sql = "SELECT version FROM waiting_room_batches WHERE event_id = $1 AND batch_id = $2
               ORDER BY version DESC LIMIT 1";
    let arguments = [event.to_bytes().into(), batch.0.to_be_bytes().into()];
    Ok(tx.query_optional(sql, &arguments).await?.is_some())
}

async fn batch(
    tx: &mut dyn Transaction,
    event: EventId,
    known: u64,
    asked: Asked,
    decide: RoomDecide,
) -> Result<(), Stop> {
    let (version, now) = open(tx, event).await?.ok_or(Stop::NoRoom)?;
    // Statements of their own, after the lock was had: the one that waited for it would see what stood before the wait.
    let missed = if version == known + 1 { None } else { stored(tx, event, known).await? };
    let known = Known {
        newest: newest(tx, event, &asked.accounts).await?,
        owners: owners(tx, event, &asked.numbers).await?,
        bought: bought(tx, event).await?,
    };
    let writes = decide(RoomOpening { version, now, missed, known }).ok_or(Stop::Nothing)?;
    if writes.room.version != version {
        return Err(Stop::Db(DbError::refused("a room's batch was decided for another version than its own")));
    }
    write(tx, event, &writes).await.map_err(Stop::from)
}

async fn open(tx: &mut dyn Transaction, event: EventId) -> Result<Option<(u64, Timestamp)>, DbError> {
    let (sql, clock) = match tx.dialect() {
        Dialect::Postgres => (OPEN_POSTGRES, None),
        Dialect::Sqlite => (OPEN_SQLITE, Some(tx.now().await?)),
    };
    let Some(row) = tx.query_optional(sql, &[event.to_bytes().into()]).await? else { return Ok(None) };
    let clock = match clock {
        Some(clock) => clock,
        None => Timestamp::from_millis(row.int(2)?),
    };
    Ok(Some((version_from(&row, 0)?, clock.max(Timestamp::from_millis(row.int(1)?)))))
}

async fn bought(tx: &mut dyn Transaction, event: EventId) -> Result<HashSet<AccountId>, DbError> {
    let sql = "SELECT account_id FROM waiting_room_shoppers
               WHERE event_id = $1 AND stage = 'live' AND bought_at IS NOT NULL";
    let rows = tx.query(sql, &[event.to_bytes().into()]).await?;
    rows.iter().map(|row| row.id(0).map(AccountId::from_bytes)).collect()
}

async fn write(tx: &mut dyn Transaction, event: EventId, writes: &RoomWrites) -> Result<(), DbError> {
    let (room, changes) = (&writes.room, &writes.changes);
    let id = || Column::Id(vec![event.to_bytes()]);
    let version = number(room.version);
    let mut all = vec![RowsWrite::new(
        &SET_HEAD,
        vec![
            Column::Int(vec![room.at.as_millis()]),
            Column::OptionalInt(vec![room.due_at.map(Timestamp::as_millis)]),
            Column::Text(vec![head_text(&room.head)]),
            id(),
        ],
    )];
    // Before the shoppers: whoever reserves locks the inventory first too.
    if changes.noted.iter().any(|noted| noted.what == What::Configured) {
        let guarded = i64::from(room.head.settings.mode != Mode::Off);
        all.push(RowsWrite::new(&SET_GUARDED, vec![Column::Int(vec![guarded]), id()]));
    }
    all.push(place_writes(event, version, writes));
    all.push(shopper_writes(event, version, writes));
    all.push(history_writes(event, version, writes));
    let batch = Column::Id(vec![writes.batch.0.to_be_bytes()]);
    let columns = vec![id(), Column::Int(vec![version]), batch, Column::Int(vec![room.at.as_millis()])];
    all.push(RowsWrite::new(&INSERT_BATCH, columns));
    all.retain(|write| write.len() > 0);
    tx.execute_all(all).await?;
    for chunk in &changes.chunks {
        let arguments = [event.to_bytes().into(), (*chunk).into(), version.into(), room.line.chunk(*chunk).into()];
        tx.execute(PUT_CHUNK, &arguments).await?;
    }
    Ok(())
}

fn place_writes(event: EventId, version: i64, writes: &RoomWrites) -> RowsWrite {
    let owned = &writes.changes.owned;
    let columns = vec![
        Column::Id(vec![event.to_bytes(); owned.len()]),
        Column::Int(owned.iter().map(|(number, _)| i64::from(*number)).collect()),
        Column::Id(owned.iter().map(|(_, account)| account.to_bytes()).collect()),
        Column::Int((0..owned.len() as i64).map(|index| version * TURNS_OF_A_BATCH + index).collect()),
    ];
    RowsWrite::new(&INSERT_PLACES, columns)
}

fn shopper_writes(event: EventId, version: i64, writes: &RoomWrites) -> RowsWrite {
    // Whose pass ends goes first: an account may have one live pass, and its next may come in the same batch.
    let mut shoppers: Vec<_> = writes.changes.shoppers.values().collect();
    shoppers.sort_by_key(|shopper| !matches!(shopper.stage, Stage::Ended { .. }));
    let stage = |stage: Stage| match stage {
        Stage::Ready => ("ready", 0),
        Stage::Live { ends_at } => ("live", ends_at.as_millis()),
        Stage::Ended { at } => ("ended", at.as_millis()),
    };
    let columns = vec![
        Column::Id(vec![event.to_bytes(); shoppers.len()]),
        Column::Int(shoppers.iter().map(|shopper| i64::from(shopper.position)).collect()),
        Column::Int(shoppers.iter().map(|shopper| i64::from(shopper.number)).collect()),
        Column::Id(shoppers.iter().map(|shopper| shopper.account.to_bytes()).collect()),
        Column::Label(shoppers.iter().map(|shopper| stage(shopper.stage).0).collect()),
        Column::Int(shoppers.iter().map(|shopper| stage(shopper.stage).1).collect()),
        Column::Int(vec![version; shoppers.len()]),
    ];
    RowsWrite::new(&PUT_SHOPPERS, columns)
}

fn history_writes(event: EventId, version: i64, writes: &RoomWrites) -> RowsWrite {
    let noted = &writes.changes.noted;
    let columns = vec![
        Column::Id(vec![event.to_bytes(); noted.len()]),
        Column::Int(vec![version; noted.len()]),
        Column::Int((0..noted.len() as i64).collect()),
        Column::Int(vec![writes.room.at.as_millis(); noted.len()]),
        Column::Label(noted.iter().map(|noted| noted.what.name()).collect()),
        Column::OptionalId(noted.iter().map(|noted| noted.by.map(AccountId::to_bytes)).collect()),
        Column::Text(noted.iter().map(|noted| settings_text(&noted.settings)).collect()),
    ];
    RowsWrite::new(&INSERT_HISTORY, columns)
}
