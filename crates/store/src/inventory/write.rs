//! The rows of one batch, set-wise and in a fixed order.

use admit_app::ports::inventory::Writes;
use admit_domain::id::EventId;
use admit_domain::inventory::journal::Entry;

use super::claim::{DELETE_CLAIMS, INSERT_CLAIMS, UPDATE_CLAIMS, claim_columns, unit_columns};
use super::write_adopted::adopted_writes;
use super::write_orders::order_writes;
use crate::catalogue::events::price_min;
use crate::codec::{changes_text, terms_text};
use crate::db::{Column, DbError, RowsSql, RowsWrite, Transaction};
use crate::mails::notice_write;
use crate::rows::{INSERT_HOLDS, UPDATE_HOLDS, inserted_holds, updated_holds};

const SET_TIME: RowsSql = RowsSql {
    sqlite: "UPDATE inventory SET at = $1 WHERE event_id = $2",
    postgres: "UPDATE inventory SET at = n.at FROM UNNEST($1::BIGINT[], $2::BYTEA[]) AS n (at, event_id)
               WHERE inventory.event_id = n.event_id",
};
const SET_TERMS: RowsSql = RowsSql {
    sqlite: "UPDATE inventory SET terms = $1 WHERE event_id = $2",
    postgres: "UPDATE inventory SET terms = n.terms FROM UNNEST($1::TEXT[], $2::BYTEA[]) AS n (terms, event_id)
               WHERE inventory.event_id = n.event_id",
};
/// The catalogue is ordered by it.
const SET_PRICE: RowsSql = RowsSql {
    sqlite: "UPDATE events SET price_min = $1 WHERE id = $2",
    postgres: "UPDATE events SET price_min = n.price_min FROM UNNEST($1::BIGINT[], $2::BYTEA[]) AS n (price_min, id)
               WHERE events.id = n.id",
};
const INSERT_ENTRY: RowsSql = RowsSql {
    sqlite: "INSERT INTO inventory_changes (event_id, epoch, version, at, batch_id, changes) VALUES ($1, $2, $3, $4, $5, $6)",
    postgres: "INSERT INTO inventory_changes (event_id, epoch, version, at, batch_id, changes)
               SELECT * FROM UNNEST($1::BYTEA[], $2::BIGINT[], $3::BIGINT[], $4::BIGINT[], $5::BYTEA[], $6::TEXT[])",
};

pub(super) async fn write(
    tx: &mut dyn Transaction,
    event: EventId,
    currency: &str,
    writes: &Writes,
) -> Result<(), DbError> {
    let at = Column::Int(vec![writes.entry.at.as_millis()]);
    let id = Column::Id(vec![event.to_bytes()]);
    let mut all = vec![RowsWrite::new(&SET_TIME, vec![at, id.clone()])];
    if let Some(terms) = &writes.terms {
        all.push(RowsWrite::new(&SET_TERMS, vec![Column::Text(vec![terms_text(terms)]), id.clone()]));
        all.push(RowsWrite::new(&SET_PRICE, vec![Column::Int(vec![price_min(terms)]), id]));
    }
    all.push(RowsWrite::new(&DELETE_CLAIMS, unit_columns(event, &writes.unclaimed)));
    all.push(RowsWrite::new(&UPDATE_CLAIMS, claim_columns(event, &writes.reclaimed)));
    all.push(RowsWrite::new(&INSERT_CLAIMS, claim_columns(event, &writes.claimed)));
    all.push(RowsWrite::new(&INSERT_HOLDS, inserted_holds(event, &writes.new_holds)));
    all.push(RowsWrite::new(&UPDATE_HOLDS, updated_holds(event, &writes.changed_holds)));
    all.extend(order_writes(event, currency, writes)?);
    all.extend(adopted_writes(event, writes));
    all.push(notice_write(&writes.notices, writes.entry.at));
    all.push(RowsWrite::new(&INSERT_ENTRY, entry_columns(event, &writes.entry)));
    all.retain(|write| write.len() > 0);

    let rows: Vec<(&'static str, u64)> = all.iter().map(|write| (write.sql.sqlite, write.len() as u64)).collect();
    let touched = tx.execute_all(all).await?;
    for ((sql, rows), touched) in rows.into_iter().zip(touched) {
        if rows != touched {
            return Err(DbError::corrupt(format!("{touched} rows of {rows} were there for: {sql}")));
        }
    }
    Ok(())
}

fn entry_columns(event: EventId, entry: &Entry) -> Vec<Column> {
    vec![
        Column::Id(vec![event.to_bytes()]),
        Column::Int(vec![i64::from(entry.version.epoch)]),
        Column::Int(vec![i64::try_from(entry.version.number).unwrap_or(i64::MAX)]),
        Column::Int(vec![entry.at.as_millis()]),
        Column::Id(vec![entry.batch.0.to_be_bytes()]),
        Column::Text(vec![changes_text(&entry.changes)]),
    ]
}
