//! What a batch that reserves has to do with passes.

use std::collections::HashSet;

use admit_domain::id::{AccountId, EventId};
use admit_domain::time::Timestamp;

use crate::db::{Column, DbError, RowsSql, Transaction};

const LIVE: RowsSql = RowsSql {
    sqlite: "SELECT account_id FROM waiting_room_shoppers
             WHERE event_id = $1 AND account_id = $2 AND stage = 'live' AND at > $3 AND bought_at IS NULL",
    postgres: "SELECT s.account_id FROM waiting_room_shoppers s
               JOIN UNNEST($1::BYTEA[], $2::BYTEA[], $3::BIGINT[]) AS n (event_id, account_id, now)
                    ON s.event_id = n.event_id AND s.account_id = n.account_id
               WHERE s.stage = 'live' AND s.at > n.now AND s.bought_at IS NULL",
};
/// On PostgreSQL the rows are locked in the order of their positions, as a room's batch locks them.
const BUY: RowsSql = RowsSql {
    sqlite: "UPDATE waiting_room_shoppers SET bought_at = $1
             WHERE event_id = $2 AND account_id = $3 AND stage = 'live' AND bought_at IS NULL",
    postgres: "WITH locked AS MATERIALIZED (
                   SELECT s.event_id, s.position, n.at FROM waiting_room_shoppers s
                   JOIN UNNEST($1::BIGINT[], $2::BYTEA[], $3::BYTEA[]) AS n (at, event_id, account_id)
                        ON s.event_id = n.event_id AND s.account_id = n.account_id
                   WHERE s.stage = 'live' AND s.bought_at IS NULL ORDER BY s.position FOR UPDATE OF s)
               UPDATE waiting_room_shoppers SET bought_at = locked.at FROM locked
               WHERE waiting_room_shoppers.event_id = locked.event_id
                 AND waiting_room_shoppers.position = locked.position",
};

/// Those of `accounts` that have a pass which has neither ended at `now` nor been bought with.
pub(crate) async fn live_passes(
    tx: &mut dyn Transaction,
    event: EventId,
    accounts: &[AccountId],
    now: Timestamp,
) -> Result<HashSet<AccountId>, DbError> {
    let columns = vec![
        Column::Id(vec![event.to_bytes(); accounts.len()]),
        Column::Id(accounts.iter().map(|account| account.to_bytes()).collect()),
        Column::Int(vec![now.as_millis(); accounts.len()]),
    ];
    let rows = tx.query_rows(&LIVE, columns).await?;
    rows.iter().map(|row| row.id(0).map(AccountId::from_bytes)).collect()
}

/// `accounts` have bought: their passes are good for nothing more.
pub(crate) async fn mark_bought(
    tx: &mut dyn Transaction,
    event: EventId,
    accounts: &[AccountId],
    now: Timestamp,
) -> Result<(), DbError> {
    let columns = vec![
        Column::Int(vec![now.as_millis(); accounts.len()]),
        Column::Id(vec![event.to_bytes(); accounts.len()]),
        Column::Id(accounts.iter().map(|account| account.to_bytes()).collect()),
    ];
    tx.execute_rows(&BUY, columns).await?;
    Ok(())
}
