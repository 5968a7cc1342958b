//! Rows of `orders`: read by the inventory and by the orders' own queries, written by the inventory's batches.

use admit_domain::hold::{AddressHash, Buyer};
use admit_domain::id::{AccountId, EventId, HoldId, OrderId, PaymentId};
use admit_domain::order::{DeclineReason, NextAction, Order, OrderStatus, Refund, RefundReason};
use admit_domain::time::Timestamp;
use serde::{Deserialize, Serialize};

use super::request_key::{request_key_columns, request_key_from};
use crate::db::{Column, DbError, Row, RowsSql};

/// The columns that [`order_from`] reads, each after `$table` (such as `"o."`; nothing unless given), for a `SELECT`
/// list.
macro_rules! order_columns {
    () => {
        $crate::rows::order_columns!("")
    };
    ($table:literal) => {
        concat!(
            $table,
            "id, ",
            $table,
            "hold_id, ",
            $table,
            "account_id, ",
            $table,
            "address_hash, ",
            $table,
            "payment_id, ",
            $table,
            "total, ",
            $table,
            "ticket_count, ",
            $table,
            "status, ",
            $table,
            "created_at, ",
            $table,
            "pay_by, ",
            $table,
            "next_action, ",
            $table,
            "settled_at, ",
            $table,
            "decline, ",
            $table,
            "refund_amount, ",
            $table,
            "refund_reason, ",
            $table,
            "refund_at, ",
            $table,
            "request_key, ",
            $table,
            "request_body, ",
            $table,
            "cancel_key, ",
            $table,
            "cancel_body"
        )
    };
}
pub(crate) use order_columns;

/// How many columns [`order_columns`] names.
pub(crate) const ORDER_WIDTH: usize = 20;

/// Takes the columns of [`inserted_orders`].
pub(crate) const INSERT_ORDERS: RowsSql = RowsSql {
    sqlite: "INSERT INTO orders (id, event_id, hold_id, account_id, address_hash, payment_id, total, ticket_count, created_at, pay_by,
                request_key, request_body, status, next_action, settled_at, decline, refund_amount, refund_reason, refund_at,
                cancel_key, cancel_body)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)",
    postgres: "INSERT INTO orders (id, event_id, hold_id, account_id, address_hash, payment_id, total, ticket_count, created_at, pay_by,
                request_key, request_body, status, next_action, settled_at, decline, refund_amount, refund_reason, refund_at,
                cancel_key, cancel_body)
             SELECT * FROM UNNEST($1::BYTEA[], $2::BYTEA[], $3::BYTEA[], $4::BYTEA[], $5::BYTEA[], $6::BYTEA[], $7::BIGINT[],
                $8::BIGINT[], $9::BIGINT[], $10::BIGINT[], $11::BYTEA[], $12::BYTEA[], $13::TEXT[], $14::TEXT[], $15::BIGINT[],
                $16::TEXT[], $17::BIGINT[], $18::TEXT[], $19::BIGINT[], $20::BYTEA[], $21::BYTEA[])",
};

/// Takes the columns of [`updated_orders`]. What an order is made with never changes, so it isn't written again.
pub(crate) const UPDATE_ORDERS: RowsSql = RowsSql {
    sqlite: "UPDATE orders SET status = $1, next_action = $2, settled_at = $3, decline = $4, refund_amount = $5, refund_reason = $6,
                refund_at = $7, cancel_key = $8, cancel_body = $9
             WHERE id = $10",
    postgres: "UPDATE orders SET status = n.status, next_action = n.next_action, settled_at = n.settled_at, decline = n.decline,
                refund_amount = n.refund_amount, refund_reason = n.refund_reason, refund_at = n.refund_at,
                cancel_key = n.cancel_key, cancel_body = n.cancel_body
             FROM UNNEST($1::TEXT[], $2::TEXT[], $3::BIGINT[], $4::TEXT[], $5::BIGINT[], $6::TEXT[], $7::BIGINT[], $8::BYTEA[],
                $9::BYTEA[], $10::BYTEA[])
                AS n (status, next_action, settled_at, decline, refund_amount, refund_reason, refund_at, cancel_key, cancel_body, id)
             WHERE orders.id = n.id",
};

/// Reads an order from the columns of [`order_columns`], the first of which is `first`.
pub(crate) fn order_from(row: &Row, first: usize) -> Result<Order, DbError> {
    let at = |column: usize| first + column;
    Ok(Order {
        id: OrderId::from_bytes(row.id(at(0))?),
        hold: HoldId::from_bytes(row.id(at(1))?),
        buyer: Buyer { account: AccountId::from_bytes(row.id(at(2))?), address: AddressHash(row.id(at(3))?) },
        payment: PaymentId::from_bytes(row.id(at(4))?),
        total: row.int(at(5))?,
        ticket_count: u16::try_from(row.int(at(6))?).map_err(|_| DbError::shape(at(6)))?,
        status: status_from_name(row.text(at(7))?).ok_or_else(|| DbError::shape(at(7)))?,
        created_at: Timestamp::from_millis(row.int(at(8))?),
        pay_by: Timestamp::from_millis(row.int(at(9))?),
        next_action: row.optional_text(at(10))?.map(next_action_from).transpose()?,
        settled_at: row.optional_int(at(11))?.map(Timestamp::from_millis),
        decline: match row.optional_text(at(12))? {
            Some(name) => Some(DeclineReason::from_name(name).ok_or_else(|| DbError::shape(at(12)))?),
            None => None,
        },
        refund: refund_from(row, at(13))?,
        key: request_key_from(row, at(16))?,
        cancel_key: request_key_from(row, at(18))?,
    })
}

/// The columns of `orders` for [`INSERT_ORDERS`].
pub(crate) fn inserted_orders(event: EventId, orders: &[Order]) -> Vec<Column> {
    let all = orders.iter();
    let mut columns = vec![
        Column::Id(all.clone().map(|order| order.id.to_bytes()).collect()),
        Column::Id(all.clone().map(|_| event.to_bytes()).collect()),
        Column::Id(all.clone().map(|order| order.hold.to_bytes()).collect()),
        Column::Id(all.clone().map(|order| order.buyer.account.to_bytes()).collect()),
        Column::Id(all.clone().map(|order| order.buyer.address.0).collect()),
        Column::Id(all.clone().map(|order| order.payment.to_bytes()).collect()),
        Column::Int(all.clone().map(|order| order.total).collect()),
        Column::Int(all.clone().map(|order| i64::from(order.ticket_count)).collect()),
        Column::Int(all.clone().map(|order| order.created_at.as_millis()).collect()),
        Column::Int(all.clone().map(|order| order.pay_by.as_millis()).collect()),
    ];
    columns.extend(request_key_columns(all.map(|order| order.key)));
    columns.extend(changing_columns(orders));
    columns
}

/// The columns of `orders` for [`UPDATE_ORDERS`].
pub(crate) fn updated_orders(orders: &[Order]) -> Vec<Column> {
    let mut columns = changing_columns(orders);
    columns.push(Column::Id(orders.iter().map(|order| order.id.to_bytes()).collect()));
    columns
}

/// From `status` to `cancel_body`, in the statements' order.
fn changing_columns(orders: &[Order]) -> Vec<Column> {
    let all = orders.iter();
    let mut columns = vec![
        Column::Label(all.clone().map(|order| status_name(order.status)).collect()),
        Column::OptionalText(all.clone().map(|order| order.next_action.as_ref().map(next_action_text)).collect()),
        Column::OptionalInt(all.clone().map(|order| order.settled_at.map(Timestamp::as_millis)).collect()),
        Column::OptionalText(all.clone().map(|order| order.decline.map(|reason| reason.name().to_owned())).collect()),
        Column::OptionalInt(all.clone().map(|order| order.refund.map(|refund| refund.amount)).collect()),
        Column::OptionalText(
            all.clone().map(|order| order.refund.map(|refund| refund.reason.name().to_owned())).collect(),
        ),
        Column::OptionalInt(all.clone().map(|order| order.refund.map(|refund| refund.at.as_millis())).collect()),
    ];
    columns.extend(request_key_columns(all.map(|order| order.cancel_key)));
    columns
}

fn status_name(status: OrderStatus) -> &'static str {
    match status {
        OrderStatus::Pending => "pending",
        OrderStatus::Paid => "paid",
        OrderStatus::Cancelled => "cancelled",
        OrderStatus::Declined => "declined",
        OrderStatus::Expired => "expired",
    }
}

fn status_from_name(name: &str) -> Option<OrderStatus> {
    [OrderStatus::Pending, OrderStatus::Paid, OrderStatus::Cancelled, OrderStatus::Declined, OrderStatus::Expired]
        .into_iter()
        .find(|status| status_name(*status) == name)
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum NextActionText<'a> {
    Wait,
    Redirect {
        #[serde(borrow)]
        url: std::borrow::Cow<'a, str>,
        expires_at: i64,
    },
}

pub(crate) fn next_action_text(action: &NextAction) -> String {
    let text = match action {
        NextAction::Wait => NextActionText::Wait,
        NextAction::Redirect { url, expires_at } => {
            NextActionText::Redirect { url: (&**url).into(), expires_at: expires_at.as_millis() }
        }
    };
    serde_json::to_string(&text).expect("texts and numbers are always JSON")
}

fn next_action_from(text: &str) -> Result<NextAction, DbError> {
    let action = serde_json::from_str(text)
        .map_err(|error| DbError::corrupt(format!("the next action of an order: {error}")))?;
    Ok(match action {
        NextActionText::Wait => NextAction::Wait,
        NextActionText::Redirect { url, expires_at } => {
            NextAction::Redirect { url: url.into(), expires_at: Timestamp::from_millis(expires_at) }
        }
    })
}

/// Reads amount, reason and time, which are all there or all absent.
fn refund_from(row: &Row, first: usize) -> Result<Option<Refund>, DbError> {
    let Some(amount) = row.optional_int(first)? else { return Ok(None) };
    let reason = RefundReason::from_name(row.text(first + 1)?).ok_or_else(|| DbError::shape(first + 1))?;
    Ok(Some(Refund { amount, reason, at: Timestamp::from_millis(row.int(first + 2)?) }))
}
