//! The rows that a batch writes about money: orders, their attempts to pay, tickets and refunds.

use std::collections::HashMap;

use admit_app::ports::inventory::Writes;
use admit_domain::hold::Hold;
use admit_domain::id::{EventId, HoldId, OrderId, RefundId, TicketId};
use admit_domain::order::{DeclineReason, Order, OrderStatus};
use admit_domain::time::Timestamp;

use crate::db::{Column, DbError, RowsSql, RowsWrite};
use crate::rows::{INSERT_ORDERS, UPDATE_ORDERS, inserted_orders, updated_orders};

const INSERT_PAYMENTS: RowsSql = RowsSql {
    sqlite: "INSERT INTO payments (id, order_id, event_id, amount, currency, status, created_at, settled_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    postgres: "INSERT INTO payments (id, order_id, event_id, amount, currency, status, created_at, settled_at)
               SELECT * FROM UNNEST($1::BYTEA[], $2::BYTEA[], $3::BYTEA[], $4::BIGINT[], $5::TEXT[], $6::TEXT[],
                  $7::BIGINT[], $8::BIGINT[])",
};
const UPDATE_PAYMENTS: RowsSql = RowsSql {
    sqlite: "UPDATE payments SET status = $1, settled_at = $2 WHERE id = $3",
    postgres: "UPDATE payments SET status = n.status, settled_at = n.settled_at
               FROM UNNEST($1::TEXT[], $2::BIGINT[], $3::BYTEA[]) AS n (status, settled_at, id)
               WHERE payments.id = n.id",
};
const INSERT_TICKETS: RowsSql = RowsSql {
    sqlite: "INSERT INTO tickets (id, order_id, event_id, account_id, unit, status, issued_at, voided_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, NULL)",
    postgres: "INSERT INTO tickets (id, order_id, event_id, account_id, unit, status, issued_at)
               SELECT * FROM UNNEST($1::BYTEA[], $2::BYTEA[], $3::BYTEA[], $4::BYTEA[], $5::BIGINT[], $6::TEXT[],
                  $7::BIGINT[])",
};
const VOID_TICKETS: RowsSql = RowsSql {
    sqlite: "UPDATE tickets SET status = 'void', voided_at = $1 WHERE id = $2",
    postgres: "UPDATE tickets SET status = 'void', voided_at = n.voided_at
               FROM UNNEST($1::BIGINT[], $2::BYTEA[]) AS n (voided_at, id)
               WHERE tickets.id = n.id",
};
const INSERT_REFUNDS: RowsSql = RowsSql {
    sqlite: "INSERT INTO refunds (id, order_id, payment_id, event_id, amount, currency, reason, status, attempts, next_try_at,
                last_error, created_at, done_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, 'due', 0, $8, NULL, $9, NULL)",
    postgres: "INSERT INTO refunds (id, order_id, payment_id, event_id, amount, currency, reason, status, attempts, next_try_at,
                  created_at)
               SELECT id, order_id, payment_id, event_id, amount, currency, reason, 'due', 0, next_try_at, created_at
               FROM UNNEST($1::BYTEA[], $2::BYTEA[], $3::BYTEA[], $4::BYTEA[], $5::BIGINT[], $6::TEXT[], $7::TEXT[],
                  $8::BIGINT[], $9::BIGINT[])
                  AS n (id, order_id, payment_id, event_id, amount, currency, reason, next_try_at, created_at)",
};

/// In the order in which they are written.
pub(super) fn order_writes(event: EventId, currency: &str, writes: &Writes) -> Result<Vec<RowsWrite>, DbError> {
    if writes.new_orders.is_empty() && writes.changed_orders.is_empty() {
        return Ok(Vec::new());
    }
    let written = Written::of(writes);
    let at = writes.entry.at;
    Ok(vec![
        RowsWrite::new(&INSERT_ORDERS, inserted_orders(event, &writes.new_orders)),
        RowsWrite::new(&INSERT_PAYMENTS, new_payments(event, currency, &writes.new_orders)),
        RowsWrite::new(&UPDATE_ORDERS, updated_orders(&writes.changed_orders)),
        RowsWrite::new(&UPDATE_PAYMENTS, changed_payments(&writes.changed_orders)),
        RowsWrite::new(&INSERT_TICKETS, new_tickets(event, at, &written.ticketed(&writes.ticketed)?)),
        RowsWrite::new(&VOID_TICKETS, void_tickets(at, &written.orders(&writes.voided)?)),
        RowsWrite::new(&INSERT_REFUNDS, new_refunds(event, currency, &written.orders(&writes.refunded)?)?),
    ])
}

/// The orders and holds that the batch writes, by id.
struct Written<'a> {
    orders: HashMap<OrderId, &'a Order>,
    holds: HashMap<HoldId, &'a Hold>,
}

impl<'a> Written<'a> {
    fn of(writes: &'a Writes) -> Self {
        let orders = writes.new_orders.iter().chain(&writes.changed_orders);
        let holds = writes.new_holds.iter().chain(&writes.changed_holds);
        Self {
            orders: orders.map(|order| (order.id, order)).collect(),
            holds: holds.map(|hold| (hold.id, hold)).collect(),
        }
    }

    fn orders(&self, ids: &[OrderId]) -> Result<Vec<&'a Order>, DbError> {
        let missing = || DbError::refused("a batch names an order that it doesn't write");
        ids.iter().map(|id| self.orders.get(id).copied().ok_or_else(missing)).collect()
    }

    fn ticketed(&self, ids: &[OrderId]) -> Result<Vec<(&'a Order, &'a Hold)>, DbError> {
        let missing = || DbError::refused("a batch issues tickets for a hold that it doesn't write");
        let with_hold = |order: &'a Order| Ok((order, self.holds.get(&order.hold).copied().ok_or_else(missing)?));
        self.orders(ids)?.into_iter().map(with_hold).collect()
    }
}

fn new_payments(event: EventId, currency: &str, orders: &[Order]) -> Vec<Column> {
    let all = orders.iter();
    vec![
        Column::Id(all.clone().map(|order| order.payment.to_bytes()).collect()),
        Column::Id(all.clone().map(|order| order.id.to_bytes()).collect()),
        Column::Id(vec![event.to_bytes(); orders.len()]),
        Column::Int(all.clone().map(|order| order.total).collect()),
        Column::Text(vec![currency.to_owned(); orders.len()]),
        Column::Label(all.clone().map(payment_status).collect()),
        Column::Int(all.clone().map(|order| order.created_at.as_millis()).collect()),
        Column::OptionalInt(all.map(|order| order.settled_at.map(Timestamp::as_millis)).collect()),
    ]
}

fn changed_payments(orders: &[Order]) -> Vec<Column> {
    vec![
        Column::Label(orders.iter().map(payment_status).collect()),
        Column::OptionalInt(orders.iter().map(|order| order.settled_at.map(Timestamp::as_millis)).collect()),
        Column::Id(orders.iter().map(|order| order.payment.to_bytes()).collect()),
    ]
}

/// What became of the attempt at the provider, as far as the order tells.
fn payment_status(order: &Order) -> &'static str {
    match order.status {
        _ if order.was_charged() => "paid",
        OrderStatus::Pending => "pending",
        OrderStatus::Declined if order.decline == Some(DeclineReason::TimedOut) => "voided",
        OrderStatus::Declined => "failed",
        OrderStatus::Expired => "voided",
        OrderStatus::Paid | OrderStatus::Cancelled => "paid",
    }
}

fn new_tickets(event: EventId, at: Timestamp, ticketed: &[(&Order, &Hold)]) -> Vec<Column> {
    let tickets = || {
        ticketed.iter().flat_map(|(order, hold)| {
            (0..).zip(&hold.units).map(|(index, held)| (TicketId::of(order.id, index), *order, held.unit))
        })
    };
    let count = tickets().count();
    vec![
        Column::Id(tickets().map(|(id, _, _)| id.to_bytes()).collect()),
        Column::Id(tickets().map(|(_, order, _)| order.id.to_bytes()).collect()),
        Column::Id(vec![event.to_bytes(); count]),
        Column::Id(tickets().map(|(_, order, _)| order.buyer.account.to_bytes()).collect()),
        Column::Int(tickets().map(|(_, _, unit)| i64::from(unit.0)).collect()),
        Column::Label(vec!["valid"; count]),
        Column::Int(vec![at.as_millis(); count]),
    ]
}

fn void_tickets(at: Timestamp, orders: &[&Order]) -> Vec<Column> {
    let ids: Vec<[u8; 16]> = orders
        .iter()
        .flat_map(|order| (0..order.ticket_count).map(|index| TicketId::of(order.id, index).to_bytes()))
        .collect();
    vec![Column::Int(vec![at.as_millis(); ids.len()]), Column::Id(ids)]
}

/// A payment is paid back at most once, so its id's bits are its refund's too: no batch can owe it twice.
fn new_refunds(event: EventId, currency: &str, orders: &[&Order]) -> Result<Vec<Column>, DbError> {
    let missing = || DbError::refused("a batch owes a refund of which its order doesn't know");
    let owed: Vec<_> = orders
        .iter()
        .map(|order| order.refund.map(|refund| (*order, refund)).ok_or_else(missing))
        .collect::<Result<_, _>>()?;
    let all = owed.iter();
    Ok(vec![
        Column::Id(all.clone().map(|(order, _)| RefundId::from_u128(order.payment.as_u128()).to_bytes()).collect()),
        Column::Id(all.clone().map(|(order, _)| order.id.to_bytes()).collect()),
        Column::Id(all.clone().map(|(order, _)| order.payment.to_bytes()).collect()),
        Column::Id(vec![event.to_bytes(); owed.len()]),
        Column::Int(all.clone().map(|(_, refund)| refund.amount).collect()),
        Column::Text(vec![currency.to_owned(); owed.len()]),
        Column::Label(all.clone().map(|(_, refund)| refund.reason.name()).collect()),
        Column::Int(all.clone().map(|(_, refund)| refund.at.as_millis()).collect()),
        Column::Int(all.map(|(_, refund)| refund.at.as_millis()).collect()),
    ])
}
