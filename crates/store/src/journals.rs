//! The journals as other systems are told of them.

use std::collections::{BTreeSet, HashMap};

use admit_app::ports::error::StoreResult;
use admit_app::ports::journals::{Facts, JournalPage, Journals};
use admit_app::ports::organizing::Owned;
use admit_domain::hold::Hold;
use admit_domain::id::{EventId, HoldId, OrderId};
use admit_domain::inventory::journal::{Change, Entry, Version};
use admit_domain::order::Order;
use admit_domain::time::Timestamp;
use async_trait::async_trait;

use crate::SqlStore;
use crate::codec::terms_from;
use crate::db::{Column, DbError, Row, RowsSql, Transaction};
use crate::inventory::{entries_after, version_from};
use crate::rows::{hold_columns, hold_from, order_columns, order_from};

const HOLDS: RowsSql = RowsSql {
    sqlite: concat!("SELECT ", hold_columns!(), " FROM holds WHERE event_id = $1 AND id = $2"),
    postgres: concat!(
        "SELECT ",
        hold_columns!("h."),
        " FROM UNNEST($1::BYTEA[], $2::BYTEA[]) AS n (event_id, id)
          JOIN holds h ON h.event_id = n.event_id AND h.id = n.id"
    ),
};
const ORDERS: RowsSql = RowsSql {
    sqlite: concat!("SELECT ", order_columns!(), " FROM orders WHERE id = $1"),
    postgres: concat!("SELECT ", order_columns!(), " FROM orders WHERE id = ANY($1::BYTEA[])"),
};

#[async_trait]
impl Journals for SqlStore {
    async fn journal_heads(&self, owned: Owned, limit: u32) -> StoreResult<Vec<(EventId, Version)>> {
        Ok(self.db.read(move |tx| Box::pin(async move { heads(tx, owned, limit).await })).await?)
    }

    async fn journal_page(&self, event: EventId, after: Version, limit: u32) -> StoreResult<Option<JournalPage>> {
        Ok(self.db.read(move |tx| Box::pin(async move { page(tx, event, after, limit).await })).await?)
    }

    async fn version_before(&self, event: EventId, at: Timestamp) -> StoreResult<Version> {
        Ok(self.db.read(move |tx| Box::pin(async move { version_before(tx, event, at).await })).await?)
    }
}

async fn heads(tx: &mut dyn Transaction, owned: Owned, limit: u32) -> Result<Vec<(EventId, Version)>, DbError> {
    let rows = match owned {
        Owned::By(account) => {
            let sql = "SELECT i.event_id, i.epoch, i.version FROM events e JOIN inventory i ON i.event_id = e.id
                       WHERE e.organizer_id = $1 AND i.version > 0 ORDER BY i.event_id LIMIT $2";
            tx.query(sql, &[account.to_bytes().into(), limit.into()]).await?
        }
        Owned::ByAnybody => {
            let sql = "SELECT event_id, epoch, version FROM inventory WHERE version > 0 ORDER BY event_id LIMIT $1";
            tx.query(sql, &[limit.into()]).await?
        }
    };
    rows.iter().map(|row| Ok((EventId::from_bytes(row.id(0)?), version_from(row, 1)?))).collect()
}

async fn page(
    tx: &mut dyn Transaction,
    event: EventId,
    after: Version,
    limit: u32,
) -> Result<Option<JournalPage>, DbError> {
    let sql = "SELECT terms FROM inventory WHERE event_id = $1";
    let Some(row) = tx.query_optional(sql, &[event.to_bytes().into()]).await? else { return Ok(None) };
    let terms = terms_from(row.text(0)?)?;
    let entries = entries_after(tx, event, after, limit).await?;
    let (mut holds, orders) = named_in(&entries);
    let orders = orders_of(tx, &orders).await?;
    holds.extend(orders.values().map(|order| order.hold));
    let holds = holds_of(tx, event, &holds).await?;
    Ok(Some(JournalPage { entries, facts: Facts { terms, holds, orders } }))
}

/// The holds and orders of which an entry says nothing but the id.
fn named_in(entries: &[Entry]) -> (BTreeSet<HoldId>, BTreeSet<OrderId>) {
    let (mut holds, mut orders) = (BTreeSet::new(), BTreeSet::new());
    for change in entries.iter().flat_map(|entry| &entry.changes) {
        match change {
            Change::Released { hold } | Change::Expired { hold } => {
                holds.insert(*hold);
            }
            Change::Paid { order }
            | Change::Failed { order, .. }
            | Change::Cancelled { order, .. }
            | Change::RefusedMoney { order, .. } => {
                orders.insert(*order);
            }
            Change::Held(_)
            | Change::Extended { .. }
            | Change::Begun(_)
            | Change::Awaited { .. }
            | Change::Adopted { .. }
            | Change::Configured(_)
            | Change::Blocked(_)
            | Change::Unblocked(_) => {}
        }
    }
    (holds, orders)
}

async fn orders_of(tx: &mut dyn Transaction, ids: &BTreeSet<OrderId>) -> Result<HashMap<OrderId, Order>, DbError> {
    let column = Column::Id(ids.iter().map(|id| id.to_bytes()).collect());
    let rows = tx.query_rows(&ORDERS, vec![column]).await?;
    rows.iter().map(|row| order_from(row, 0).map(|order| (order.id, order))).collect()
}

async fn holds_of(
    tx: &mut dyn Transaction,
    event: EventId,
    ids: &BTreeSet<HoldId>,
) -> Result<HashMap<HoldId, Hold>, DbError> {
    let columns =
        vec![Column::Id(vec![event.to_bytes(); ids.len()]), Column::Id(ids.iter().map(|id| id.to_bytes()).collect())];
    let rows = tx.query_rows(&HOLDS, columns).await?;
    rows.iter().map(|row: &Row| hold_from(row, 0).map(|hold| (hold.id, hold))).collect()
}

async fn version_before(tx: &mut dyn Transaction, event: EventId, at: Timestamp) -> Result<Version, DbError> {
    let sql = "SELECT epoch, version FROM inventory_changes WHERE event_id = $1 AND at < $2
               ORDER BY epoch DESC, version DESC LIMIT 1";
    let row = tx.query_optional(sql, &[event.to_bytes().into(), at.as_millis().into()]).await?;
    row.map_or(Ok(Version::START), |row| version_from(&row, 0))
}
