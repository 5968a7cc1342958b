//! What an event has sold, as its organizer asks for it.

use admit_app::ports::organizing::Revenue;
use admit_domain::id::{EventId, OrderId};

use crate::db::{DbError, Row, Transaction};

/// An order was paid if it is, or if money is owed back for it.
pub(super) async fn revenue(tx: &mut dyn Transaction, event: EventId) -> Result<Revenue, DbError> {
    let sql =
        "SELECT COUNT(*), CAST(COALESCE(SUM(o.ticket_count), 0) AS BIGINT), CAST(COALESCE(SUM(o.total), 0) AS BIGINT),
                      COUNT(o.refund_amount), CAST(COALESCE(SUM(o.refund_amount), 0) AS BIGINT),
                      CAST(COALESCE(SUM(r.amount), 0) AS BIGINT)
               FROM orders o LEFT JOIN refunds r ON r.id = o.payment_id AND r.status = 'done'
               WHERE o.event_id = $1 AND (o.status IN ('paid', 'cancelled') OR o.refund_amount IS NOT NULL)";
    let row = tx.query_optional(sql, &[event.to_bytes().into()]).await?.ok_or_else(|| DbError::shape(0))?;
    Ok(Revenue {
        orders: count(&row, 0)?,
        tickets: count(&row, 1)?,
        amount: row.int(2)?,
        refunds: count(&row, 3)?,
        refunds_amount: row.int(4)?,
        refunded_amount: row.int(5)?,
    })
}

pub(super) async fn paid_orders(
    tx: &mut dyn Transaction,
    event: EventId,
    after: Option<OrderId>,
    limit: u32,
) -> Result<Vec<OrderId>, DbError> {
    // No id is empty, so this comes before all of them.
    let after = after.map_or(Vec::new(), |after| after.to_bytes().to_vec());
    let sql = "SELECT id FROM orders WHERE event_id = $1 AND id > $2 AND status = 'paid' ORDER BY id LIMIT $3";
    let rows = tx.query(sql, &[event.to_bytes().into(), after.into(), limit.into()]).await?;
    rows.iter().map(|row| row.id(0).map(OrderId::from_bytes)).collect()
}

fn count(row: &Row, column: usize) -> Result<u64, DbError> {
    u64::try_from(row.int(column)?).map_err(|_| DbError::shape(column))
}
