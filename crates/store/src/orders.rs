//! Orders, tickets and refunds as they are read, and the work that is due on them.

use std::collections::HashSet;
use std::time::Duration;

use admit_app::ports::error::StoreResult;
use admit_app::ports::orders::{DueRefund, OrderRecord, Orders, Ticket, TicketStatus, UnsettledOrder};
use admit_domain::id::{AccountId, EventId, OrderId, PaymentId, RefundId, TicketId};
use admit_domain::money::Money;
use admit_domain::order::NextAction;
use admit_domain::time::Timestamp;
use admit_domain::unit::Unit;
use async_trait::async_trait;

use crate::SqlStore;
use crate::db::{Column, DbError, Row, RowsSql, Transaction};
use crate::rows::{
    HOLD_WIDTH, ORDER_WIDTH, hold_columns, hold_from, next_action_text, order_columns, order_from, take_due,
};

#[async_trait]
impl Orders for SqlStore {
    async fn order(&self, id: OrderId) -> StoreResult<Option<OrderRecord>> {
        Ok(self.db.read(move |tx| Box::pin(async move { order(tx, id).await })).await?)
    }

    async fn order_of_payment(&self, payment: PaymentId) -> StoreResult<Option<OrderRecord>> {
        Ok(self.db.read(move |tx| Box::pin(async move { order_of_payment(tx, payment).await })).await?)
    }

    async fn orders_of(&self, account: AccountId, after: Option<OrderId>, limit: u32) -> StoreResult<Vec<OrderRecord>> {
        Ok(self.db.read(move |tx| Box::pin(async move { orders_of(tx, account, after, limit).await })).await?)
    }

    async fn ticket(&self, id: TicketId) -> StoreResult<Option<Ticket>> {
        Ok(self.db.read(move |tx| Box::pin(async move { ticket(tx, id).await })).await?)
    }

    async fn tickets_of(&self, account: AccountId, after: Option<TicketId>, limit: u32) -> StoreResult<Vec<Ticket>> {
        Ok(self.db.read(move |tx| Box::pin(async move { tickets_of(tx, account, after, limit).await })).await?)
    }

    async fn take_overdue_orders(
        &self,
        unanswered_for: Duration,
        retry_in: Duration,
        limit: u32,
    ) -> StoreResult<Vec<UnsettledOrder>> {
        let read = self.db.read(move |tx| Box::pin(async move { overdue_orders(tx, unanswered_for, limit).await }));
        let overdue = read.await?;
        // Nearly always there are none, and nobody who writes is to wait for that.
        if overdue.is_empty() {
            return Ok(overdue);
        }
        Ok(self.db.write(move |tx| Box::pin(async move { take_orders(tx, &overdue, retry_in).await })).await?)
    }

    async fn take_due_refunds(&self, now: Timestamp, retry_at: Timestamp, limit: u32) -> StoreResult<Vec<DueRefund>> {
        Ok(self.db.write(move |tx| Box::pin(async move { take_due_refunds(tx, now, retry_at, limit).await })).await?)
    }

    async fn refund_done(&self, id: RefundId, now: Timestamp) -> StoreResult<()> {
        Ok(self.db.write(move |tx| Box::pin(async move { refund_done(tx, id, now).await })).await?)
    }

    async fn refund_failed(&self, id: RefundId, why: &str) -> StoreResult<()> {
        let why = why.to_owned();
        Ok(self.db.write(move |tx| Box::pin(async move { refund_failed(tx, id, &why).await })).await?)
    }
}

/// The start of every statement that reads whole orders: the order, its hold, and what of it is paid back.
macro_rules! select_orders {
    ($rest:literal) => {
        concat!(
            "SELECT ",
            order_columns!("o."),
            ", ",
            hold_columns!("h."),
            ", o.event_id, COALESCE(r.amount, 0)
             FROM orders o
             JOIN holds h ON h.event_id = o.event_id AND h.id = o.hold_id
             LEFT JOIN refunds r ON r.id = o.payment_id AND r.status = 'done' ",
            $rest
        )
    };
}

async fn order(tx: &mut dyn Transaction, id: OrderId) -> Result<Option<OrderRecord>, DbError> {
    let row = tx.query_optional(select_orders!("WHERE o.id = $1"), &[id.to_bytes().into()]).await?;
    row.map(|row| record_from(&row)).transpose()
}

async fn order_of_payment(tx: &mut dyn Transaction, payment: PaymentId) -> Result<Option<OrderRecord>, DbError> {
    let sql = select_orders!("WHERE o.id = (SELECT p.order_id FROM payments p WHERE p.id = $1)");
    tx.query_optional(sql, &[payment.to_bytes().into()]).await?.map(|row| record_from(&row)).transpose()
}

/// Ids begin with the time they were made at, so their order is the orders'.
async fn orders_of(
    tx: &mut dyn Transaction,
    account: AccountId,
    after: Option<OrderId>,
    limit: u32,
) -> Result<Vec<OrderRecord>, DbError> {
    let sql = select_orders!(
        "WHERE o.account_id = $1 AND o.id < $2 AND (o.status IN ('pending', 'paid', 'cancelled') OR o.refund_amount > 0)
         ORDER BY o.id DESC LIMIT $3"
    );
    let before = after.map_or(AFTER_ALL_IDS, OrderId::to_bytes);
    tx.query(sql, &[account.to_bytes().into(), before.into(), limit.into()]).await?.iter().map(record_from).collect()
}

/// As [`orders_of`], of all buyers of one event.
pub(crate) async fn orders_of_event(
    tx: &mut dyn Transaction,
    event: EventId,
    after: Option<OrderId>,
    limit: u32,
) -> Result<Vec<OrderRecord>, DbError> {
    let sql = select_orders!(
        "WHERE o.event_id = $1 AND o.id < $2 AND (o.status IN ('pending', 'paid', 'cancelled') OR o.refund_amount > 0)
         ORDER BY o.id DESC LIMIT $3"
    );
    let before = after.map_or(AFTER_ALL_IDS, OrderId::to_bytes);
    tx.query(sql, &[event.to_bytes().into(), before.into(), limit.into()]).await?.iter().map(record_from).collect()
}

/// Greater than every order's id, whose low bits are zero.
const AFTER_ALL_IDS: [u8; 16] = [0xff; 16];

async fn ticket(tx: &mut dyn Transaction, id: TicketId) -> Result<Option<Ticket>, DbError> {
    Ok(tickets(tx, &[id]).await?.pop())
}

/// An order's id and count give its tickets' ids, so that tickets need no index by account.
async fn tickets_of(
    tx: &mut dyn Transaction,
    account: AccountId,
    after: Option<TicketId>,
    limit: u32,
) -> Result<Vec<Ticket>, DbError> {
    let sql =
        "SELECT id, ticket_count FROM orders WHERE account_id = $1 AND id <= $2 AND status IN ('paid', 'cancelled')
               ORDER BY id DESC LIMIT $3";
    let from = after.map_or(AFTER_ALL_IDS, |after| after.order().to_bytes());
    // The first may be the one that `after` ends.
    let orders = tx.query(sql, &[account.to_bytes().into(), from.into(), (i64::from(limit) + 1).into()]).await?;
    let mut wanted = Vec::new();
    for row in &orders {
        let order = OrderId::from_bytes(row.id(0)?);
        let count = u16::try_from(row.int(1)?).map_err(|_| DbError::shape(1))?;
        let is_left = |ticket: &TicketId| after.is_none_or(|after| after.order() != order || *ticket > after);
        wanted.extend((0..count).map(|index| TicketId::of(order, index)).filter(is_left));
        if wanted.len() >= limit as usize {
            break;
        }
    }
    wanted.truncate(limit as usize);
    tickets(tx, &wanted).await
}

const SELECT_TICKETS: RowsSql = RowsSql {
    sqlite: "SELECT id, event_id, account_id, unit, status, issued_at FROM tickets WHERE id = $1",
    postgres: "SELECT id, event_id, account_id, unit, status, issued_at FROM tickets WHERE id = ANY($1::BYTEA[])",
};

/// Those of `ids` that there are, newest order first, and an order's in the order of its units.
async fn tickets(tx: &mut dyn Transaction, ids: &[TicketId]) -> Result<Vec<Ticket>, DbError> {
    let ids = Column::Id(ids.iter().map(|id| id.to_bytes()).collect());
    let rows = tx.query_rows(&SELECT_TICKETS, vec![ids]).await?;
    let mut tickets = rows.iter().map(ticket_from).collect::<Result<Vec<_>, _>>()?;
    tickets.sort_unstable_by(|a, b| b.id.order().cmp(&a.id.order()).then(a.id.cmp(&b.id)));
    Ok(tickets)
}

async fn overdue_orders(
    tx: &mut dyn Transaction,
    unanswered_for: Duration,
    limit: u32,
) -> Result<Vec<UnsettledOrder>, DbError> {
    let now = tx.now().await?;
    tx.query(
        "SELECT event_id, id, payment_id FROM (
            SELECT o.event_id, o.id, o.payment_id, o.pay_by, ROW_NUMBER() OVER (
               PARTITION BY o.event_id ORDER BY COALESCE(p.next_try_at, 0), o.pay_by
            ) AS turn
            FROM orders o JOIN payments p ON p.id = o.payment_id
            WHERE o.status = 'pending'
               AND (o.pay_by <= $1 OR (o.created_at <= $2 AND (o.next_action IS NULL OR o.next_action = $3)))
               AND (p.next_try_at IS NULL OR p.next_try_at <= $4)
         ) AS overdue ORDER BY turn, pay_by LIMIT $5",
        &[
            now.as_millis().into(),
            (now - unanswered_for).as_millis().into(),
            next_action_text(&NextAction::Wait).into(),
            now.as_millis().into(),
            limit.into(),
        ],
    )
    .await?
    .iter()
    .map(|row| {
        Ok(UnsettledOrder {
            event: EventId::from_bytes(row.id(0)?),
            order: OrderId::from_bytes(row.id(1)?),
            payment: PaymentId::from_bytes(row.id(2)?),
        })
    })
    .collect()
}

/// Waits for nobody who has a payment's row locked: batches lock several of them, in an order of their own.
const TAKE_PAYMENTS: RowsSql = RowsSql {
    sqlite: "UPDATE payments SET next_try_at = $1 WHERE id = $2 AND COALESCE(next_try_at, 0) <= $3 RETURNING id",
    postgres: "WITH due AS MATERIALIZED (
                  SELECT p.id, n.next_try_at
                  FROM UNNEST($1::BIGINT[], $2::BYTEA[], $3::BIGINT[]) AS n (next_try_at, id, now)
                  JOIN payments p ON p.id = n.id AND COALESCE(p.next_try_at, 0) <= n.now
                  FOR UPDATE OF p SKIP LOCKED
               )
               UPDATE payments SET next_try_at = due.next_try_at FROM due WHERE payments.id = due.id RETURNING payments.id",
};

/// Those of `overdue` that nobody else has taken meanwhile, in their order.
async fn take_orders(
    tx: &mut dyn Transaction,
    overdue: &[UnsettledOrder],
    retry_in: Duration,
) -> Result<Vec<UnsettledOrder>, DbError> {
    let (now, count) = (tx.now().await?, overdue.len());
    let columns = vec![
        Column::Int(vec![(now + retry_in).as_millis(); count]),
        Column::Id(overdue.iter().map(|order| order.payment.to_bytes()).collect()),
        Column::Int(vec![now.as_millis(); count]),
    ];
    let taken = tx.query_rows(&TAKE_PAYMENTS, columns).await?;
    let taken = taken.iter().map(|row| row.id(0)).collect::<Result<HashSet<_>, _>>()?;
    Ok(overdue.iter().filter(|order| taken.contains(&order.payment.to_bytes())).copied().collect())
}

/// `attempts` is how often each was taken before.
async fn take_due_refunds(
    tx: &mut dyn Transaction,
    now: Timestamp,
    retry_at: Timestamp,
    limit: u32,
) -> Result<Vec<DueRefund>, DbError> {
    let sql = take_due!(
        tx.dialect();
        "refunds",
        "status = 'due'",
        "id, order_id, payment_id, amount, currency, attempts - 1"
    );
    tx.query(sql, &[now.as_millis().into(), limit.into(), retry_at.as_millis().into()])
        .await?
        .iter()
        .map(refund_from)
        .collect()
}

async fn refund_done(tx: &mut dyn Transaction, id: RefundId, now: Timestamp) -> Result<(), DbError> {
    tx.execute(
        "UPDATE refunds SET status = 'done', done_at = $1 WHERE id = $2 AND status = 'due'",
        &[now.as_millis().into(), id.to_bytes().into()],
    )
    .await?;
    Ok(())
}

async fn refund_failed(tx: &mut dyn Transaction, id: RefundId, why: &str) -> Result<(), DbError> {
    tx.execute(
        "UPDATE refunds SET last_error = $1 WHERE id = $2 AND status = 'due'",
        &[why.into(), id.to_bytes().into()],
    )
    .await?;
    Ok(())
}

fn record_from(row: &Row) -> Result<OrderRecord, DbError> {
    Ok(OrderRecord {
        order: order_from(row, 0)?,
        hold: hold_from(row, ORDER_WIDTH)?,
        event: EventId::from_bytes(row.id(ORDER_WIDTH + HOLD_WIDTH)?),
        refunded: row.int(ORDER_WIDTH + HOLD_WIDTH + 1)?,
    })
}

fn ticket_from(row: &Row) -> Result<Ticket, DbError> {
    Ok(Ticket {
        id: TicketId::from_bytes(row.id(0)?),
        event: EventId::from_bytes(row.id(1)?),
        account: AccountId::from_bytes(row.id(2)?),
        unit: Unit(u32::try_from(row.int(3)?).map_err(|_| DbError::shape(3))?),
        status: match row.text(4)? {
            "valid" => TicketStatus::Valid,
            "void" => TicketStatus::Void,
            _ => return Err(DbError::shape(4)),
        },
        issued_at: Timestamp::from_millis(row.int(5)?),
    })
}

fn refund_from(row: &Row) -> Result<DueRefund, DbError> {
    let currency = row.text(4)?.parse().map_err(|_| DbError::shape(4))?;
    Ok(DueRefund {
        id: RefundId::from_bytes(row.id(0)?),
        order: OrderId::from_bytes(row.id(1)?),
        payment: PaymentId::from_bytes(row.id(2)?),
        money: Money::new(row.int(3)?, currency),
        attempts: u32::try_from(row.int(5)?).map_err(|_| DbError::shape(5))?,
    })
}
