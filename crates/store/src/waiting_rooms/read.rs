//! Reading rooms.

use std::collections::HashMap;

use admit_app::ports::waiting_rooms::{HistoryItem, StoredRoom};
use admit_domain::id::{AccountId, EventId};
use admit_domain::time::Timestamp;
use admit_domain::waiting_room::shoppers::{Shopper, Stage};
use admit_domain::waiting_room::step::What;

use crate::codec::{head_from, settings_from};
use crate::db::{Column, DbError, Row, RowsSql, Transaction};

const VERSIONS: RowsSql = RowsSql {
    sqlite: "SELECT event_id, version FROM waiting_rooms WHERE event_id = $1",
    postgres: "SELECT event_id, version FROM waiting_rooms WHERE event_id = ANY($1::BYTEA[])",
};
const NEWEST: RowsSql = RowsSql {
    sqlite: "SELECT account_id, number FROM waiting_room_places WHERE event_id = $1 AND account_id = $2
             ORDER BY turn DESC LIMIT 1",
    postgres: "SELECT DISTINCT ON (p.account_id) p.account_id, p.number
               FROM waiting_room_places p
               JOIN UNNEST($1::BYTEA[], $2::BYTEA[]) AS n (event_id, account_id)
                    ON p.event_id = n.event_id AND p.account_id = n.account_id
               ORDER BY p.account_id, p.turn DESC",
};
const OWNERS: RowsSql = RowsSql {
    sqlite: "SELECT number, account_id FROM waiting_room_places WHERE event_id = $1 AND number = $2",
    postgres: "SELECT p.number, p.account_id FROM waiting_room_places p
               JOIN UNNEST($1::BYTEA[], $2::BIGINT[]) AS n (event_id, number)
                    ON p.event_id = n.event_id AND p.number = n.number",
};

pub(super) async fn stored(
    tx: &mut dyn Transaction,
    event: EventId,
    after: u64,
) -> Result<Option<StoredRoom>, DbError> {
    let sql = "SELECT version, at, due_at, head FROM waiting_rooms WHERE event_id = $1";
    let Some(row) = tx.query_optional(sql, &[event.to_bytes().into()]).await? else { return Ok(None) };
    let (version, at) = (version_from(&row, 0)?, Timestamp::from_millis(row.int(1)?));
    let due_at = row.optional_int(2)?.map(Timestamp::from_millis);
    let head = head_from(row.text(3)?)?;
    let arguments = [event.to_bytes().into(), number(after).into()];
    let chunks = "SELECT chunk, bits FROM waiting_room_chunks WHERE event_id = $1 AND version > $2";
    let chunks = tx.query(chunks, &arguments).await?;
    let chunks = chunks.iter().map(|row| Ok((count_from(row, 0)?, row.bytes(1)?.to_vec())));
    let chunks: Vec<(u32, Vec<u8>)> = chunks.collect::<Result<_, DbError>>()?;
    let shoppers = if after == 0 {
        "SELECT position, number, account_id, stage, at FROM waiting_room_shoppers
         WHERE event_id = $1 AND version > $2 AND stage <> 'ended'"
    } else {
        "SELECT position, number, account_id, stage, at FROM waiting_room_shoppers
         WHERE event_id = $1 AND version > $2"
    };
    let shoppers = tx.query(shoppers, &arguments).await?.iter().map(shopper_from).collect::<Result<_, _>>()?;
    Ok(Some(StoredRoom { version, at, due_at, head, chunks, shoppers }))
}

pub(super) async fn versions(tx: &mut dyn Transaction, ids: Column) -> Result<Vec<(EventId, u64)>, DbError> {
    let rows = tx.query_rows(&VERSIONS, vec![ids]).await?;
    rows.iter().map(|row| Ok((EventId::from_bytes(row.id(0)?), version_from(row, 1)?))).collect()
}

pub(super) async fn due(tx: &mut dyn Transaction, limit: u32) -> Result<Vec<EventId>, DbError> {
    let now = tx.now().await?.as_millis();
    let sql = "SELECT event_id FROM waiting_rooms WHERE due_at <= $1 ORDER BY due_at LIMIT $2";
    let rows = tx.query(sql, &[now.into(), limit.into()]).await?;
    rows.iter().map(|row| row.id(0).map(EventId::from_bytes)).collect()
}

/// The number that each of `accounts` owned last.
pub(super) async fn newest(
    tx: &mut dyn Transaction,
    event: EventId,
    accounts: &[AccountId],
) -> Result<HashMap<AccountId, u32>, DbError> {
    let columns = vec![
        Column::Id(vec![event.to_bytes(); accounts.len()]),
        Column::Id(accounts.iter().map(|account| account.to_bytes()).collect()),
    ];
    let rows = tx.query_rows(&NEWEST, columns).await?;
    rows.iter().map(|row| Ok((AccountId::from_bytes(row.id(0)?), count_from(row, 1)?))).collect()
}

pub(super) async fn owners(
    tx: &mut dyn Transaction,
    event: EventId,
    numbers: &[u32],
) -> Result<HashMap<u32, AccountId>, DbError> {
    let columns = vec![
        Column::Id(vec![event.to_bytes(); numbers.len()]),
        Column::Int(numbers.iter().map(|number| i64::from(*number)).collect()),
    ];
    tx.query_rows(&OWNERS, columns).await?.iter().map(owner_from).collect()
}

pub(super) async fn owners_of(
    tx: &mut dyn Transaction,
    event: EventId,
    after: u32,
    last: u32,
    limit: u32,
) -> Result<Vec<(u32, AccountId)>, DbError> {
    let sql = "SELECT number, account_id FROM waiting_room_places
               WHERE event_id = $1 AND number > $2 AND number <= $3 ORDER BY number LIMIT $4";
    let arguments = [event.to_bytes().into(), after.into(), last.into(), limit.into()];
    tx.query(sql, &arguments).await?.iter().map(owner_from).collect()
}

pub(super) async fn history(
    tx: &mut dyn Transaction,
    event: EventId,
    before: Option<(u64, u32)>,
    limit: u32,
) -> Result<Vec<HistoryItem>, DbError> {
    let (version, part) = before.unwrap_or((u64::MAX, 0));
    let sql = "SELECT version, part, at, what, account_id, settings FROM waiting_room_history
               WHERE event_id = $1 AND (version, part) < ($2, $3) ORDER BY version DESC, part DESC LIMIT $4";
    let arguments = [event.to_bytes().into(), number(version).into(), part.into(), limit.into()];
    tx.query(sql, &arguments).await?.iter().map(item_from).collect()
}

/// A version as a column holds it.
pub(super) fn number(version: u64) -> i64 {
    i64::try_from(version).unwrap_or(i64::MAX)
}

pub(super) fn version_from(row: &Row, column: usize) -> Result<u64, DbError> {
    u64::try_from(row.int(column)?).map_err(|_| DbError::shape(column))
}

fn count_from(row: &Row, column: usize) -> Result<u32, DbError> {
    u32::try_from(row.int(column)?).map_err(|_| DbError::shape(column))
}

fn owner_from(row: &Row) -> Result<(u32, AccountId), DbError> {
    Ok((count_from(row, 0)?, AccountId::from_bytes(row.id(1)?)))
}

fn shopper_from(row: &Row) -> Result<Shopper, DbError> {
    let at = Timestamp::from_millis(row.int(4)?);
    let stage = match row.text(3)? {
        "ready" => Stage::Ready,
        "live" => Stage::Live { ends_at: at },
        "ended" => Stage::Ended { at },
        _ => return Err(DbError::shape(3)),
    };
    let account = AccountId::from_bytes(row.id(2)?);
    Ok(Shopper { position: count_from(row, 0)?, number: count_from(row, 1)?, account, stage })
}

fn item_from(row: &Row) -> Result<HistoryItem, DbError> {
    Ok(HistoryItem {
        version: version_from(row, 0)?,
        part: count_from(row, 1)?,
        at: Timestamp::from_millis(row.int(2)?),
        what: What::from_name(row.text(3)?).ok_or_else(|| DbError::shape(3))?,
        by: row.optional_id(4)?.map(AccountId::from_bytes),
        settings: settings_from(row.text(5)?)?,
    })
}
