//! The store as an auditor reads it: rows as they are, with no index or cache of the sale's between.

use admit_app::ports::error::StoreResult;
use admit_app::ports::inspection::{
    Attempt, BookedCharge, BookedPayment, Inspection, OwedRefund, Part, Strays, TakePart,
};
use admit_app::ports::inventory::Claim;
use admit_domain::hold::Hold;
use admit_domain::id::{AccountId, EventId, OrderId, PaymentId, RefundId, TicketId};
use admit_domain::inventory::audit::{
    ClaimState, PaymentRow, PaymentState, Records, RefundRow, TicketRow, TicketState,
};
use admit_domain::inventory::journal::Version;
use admit_domain::money::Money;
use admit_domain::order::{Order, RefundReason};
use admit_domain::terms::Terms;
use admit_domain::unit::Unit;
use async_trait::async_trait;

use crate::SqlStore;
use crate::catalogue::SeatMapCache;
use crate::db::{DbError, Row, Transaction};
use crate::gateway_ledger::state_from;
use crate::inventory::{Head, claims, entries_after, head};
use crate::rows::{hold_columns, hold_from, order_columns, order_from};

/// How many journal entries are in memory at once.
const PAGE: u32 = 512;

#[async_trait]
impl Inspection for SqlStore {
    async fn inspect(&self, event: EventId, after: Version, take: TakePart) -> StoreResult<()> {
        let seat_maps = self.seat_maps.clone();
        Ok(self.db.read(move |tx| Box::pin(async move { inspect(tx, event, after, &seat_maps, take).await })).await?)
    }

    async fn strays(&self) -> StoreResult<Vec<Strays>> {
        Ok(self.db.read(|tx| Box::pin(strays(tx))).await?)
    }

    async fn has_gateway_charges(&self) -> StoreResult<bool> {
        Ok(self.db.read(|tx| Box::pin(has_gateway_charges(tx))).await?)
    }

    async fn booked_payments(&self, after: Option<PaymentId>, limit: u32) -> StoreResult<Vec<BookedPayment>> {
        Ok(self.db.read(move |tx| Box::pin(booked_payments(tx, after, limit))).await?)
    }
}

async fn inspect(
    tx: &mut dyn Transaction,
    event: EventId,
    mut after: Version,
    seat_maps: &SeatMapCache,
    mut take: TakePart,
) -> Result<(), DbError> {
    let head = head(tx, event, seat_maps).await?;
    let Head { hall, terms, version, at } =
        head.ok_or_else(|| DbError::corrupt("its inventory has no event or no tiers"))?;
    check_currency(tx, event, &terms).await?;
    let records = Records {
        claims: claims(tx, event).await?.into_iter().map(claim_state).collect(),
        holds: holds(tx, event).await?,
        orders: orders(tx, event).await?,
        tickets: tickets(tx, event).await?,
        payments: payments(tx, event).await?,
        refunds: refunds(tx, event).await?,
        terms,
        version,
        at,
    };
    if take(Part::Rows { hall, records: Box::new(records) }).is_break() {
        return Ok(());
    }
    loop {
        let page = entries_after(tx, event, after, PAGE).await?;
        let Some(last) = page.last() else { return Ok(()) };
        after = last.version;
        if take(Part::Entries(page)).is_break() {
            return Ok(());
        }
    }
}

/// The currency stands beside the terms too, for the batches to write.
async fn check_currency(tx: &mut dyn Transaction, event: EventId, terms: &Terms) -> Result<(), DbError> {
    let sql = "SELECT currency FROM inventory WHERE event_id = $1";
    let row = tx.query_optional(sql, &[event.to_bytes().into()]).await?;
    match row.as_ref().map(|row| row.text(0)).transpose()? {
        Some(currency) if currency == terms.currency.code() => Ok(()),
        _ => Err(DbError::corrupt("the inventory's currency isn't that of its terms")),
    }
}

fn claim_state((unit, claim): (Unit, Claim)) -> (Unit, ClaimState) {
    let state = match claim {
        Claim::Held(hold) => ClaimState::Held(hold),
        Claim::Sold(hold) => ClaimState::Sold(hold),
        Claim::Blocked => ClaimState::Blocked,
    };
    (unit, state)
}

/// All of them, unlike what a desk loads.
async fn holds(tx: &mut dyn Transaction, event: EventId) -> Result<Vec<Hold>, DbError> {
    let sql = concat!("SELECT ", hold_columns!(), " FROM holds WHERE event_id = $1 ORDER BY id");
    tx.query(sql, &[event.to_bytes().into()]).await?.iter().map(|row| hold_from(row, 0)).collect()
}

async fn orders(tx: &mut dyn Transaction, event: EventId) -> Result<Vec<Order>, DbError> {
    let sql = concat!("SELECT ", order_columns!(), " FROM orders WHERE event_id = $1 ORDER BY id");
    tx.query(sql, &[event.to_bytes().into()]).await?.iter().map(|row| order_from(row, 0)).collect()
}

async fn tickets(tx: &mut dyn Transaction, event: EventId) -> Result<Vec<TicketRow>, DbError> {
    let sql = "SELECT id, order_id, account_id, unit, status FROM tickets WHERE event_id = $1 ORDER BY id";
    let row = |row: &Row| {
        Ok(TicketRow {
            id: TicketId::from_bytes(row.id(0)?),
            order: OrderId::from_bytes(row.id(1)?),
            account: AccountId::from_bytes(row.id(2)?),
            unit: Unit(u32::try_from(row.int(3)?).map_err(|_| DbError::shape(3))?),
            state: match row.text(4)? {
                "valid" => TicketState::Valid,
                "void" => TicketState::Void,
                _ => return Err(DbError::shape(4)),
            },
        })
    };
    tx.query(sql, &[event.to_bytes().into()]).await?.iter().map(row).collect()
}

async fn payments(tx: &mut dyn Transaction, event: EventId) -> Result<Vec<PaymentRow>, DbError> {
    let sql = "SELECT id, order_id, amount, currency, status FROM payments WHERE event_id = $1 ORDER BY id";
    let row = |row: &Row| {
        Ok(PaymentRow {
            id: PaymentId::from_bytes(row.id(0)?),
            order: OrderId::from_bytes(row.id(1)?),
            money: money_from(row, 2)?,
            state: payment_state_from(row, 4)?,
        })
    };
    tx.query(sql, &[event.to_bytes().into()]).await?.iter().map(row).collect()
}

async fn refunds(tx: &mut dyn Transaction, event: EventId) -> Result<Vec<RefundRow>, DbError> {
    let sql = "SELECT id, order_id, payment_id, amount, currency, reason FROM refunds WHERE event_id = $1 ORDER BY id";
    let row = |row: &Row| {
        Ok(RefundRow {
            id: RefundId::from_bytes(row.id(0)?),
            order: OrderId::from_bytes(row.id(1)?),
            payment: PaymentId::from_bytes(row.id(2)?),
            money: money_from(row, 3)?,
            reason: RefundReason::from_name(row.text(5)?).ok_or_else(|| DbError::shape(5))?,
        })
    };
    tx.query(sql, &[event.to_bytes().into()]).await?.iter().map(row).collect()
}

/// Rows without what they belong to, each kind with the statement that counts them.
const STRAYS: [(&str, &str); 16] = [
    ("events without an inventory", "SELECT COUNT(*) FROM events WHERE id NOT IN (SELECT event_id FROM inventory)"),
    ("inventories of no event", "SELECT COUNT(*) FROM inventory WHERE event_id NOT IN (SELECT id FROM events)"),
    ("tiers of no event", "SELECT COUNT(*) FROM event_tiers WHERE event_id NOT IN (SELECT event_id FROM inventory)"),
    (
        "journal entries of no event",
        "SELECT COUNT(*) FROM inventory_changes WHERE event_id NOT IN (SELECT event_id FROM inventory)",
    ),
    ("claims of no event", "SELECT COUNT(*) FROM claims WHERE event_id NOT IN (SELECT event_id FROM inventory)"),
    ("holds of no event", "SELECT COUNT(*) FROM holds WHERE event_id NOT IN (SELECT event_id FROM inventory)"),
    ("orders of no event", "SELECT COUNT(*) FROM orders WHERE event_id NOT IN (SELECT event_id FROM inventory)"),
    ("tickets of no event", "SELECT COUNT(*) FROM tickets WHERE event_id NOT IN (SELECT event_id FROM inventory)"),
    ("payments of no event", "SELECT COUNT(*) FROM payments WHERE event_id NOT IN (SELECT event_id FROM inventory)"),
    (
        "cancellations of no event",
        "SELECT COUNT(*) FROM cancellations WHERE id NOT IN (SELECT event_id FROM inventory)",
    ),
    (
        "notes of what was told of no event",
        "SELECT COUNT(*) FROM relay_cursors WHERE event_id NOT IN (SELECT event_id FROM inventory)",
    ),
    (
        "notes that more was told than there is",
        "SELECT COUNT(*) FROM relay_cursors c JOIN inventory i ON i.event_id = c.event_id
         WHERE (c.epoch, c.version) > (i.epoch, i.version)",
    ),
    ("drafts of published events", "SELECT COUNT(*) FROM event_drafts WHERE id IN (SELECT event_id FROM inventory)"),
    ("refunds of no event", "SELECT COUNT(*) FROM refunds WHERE event_id NOT IN (SELECT event_id FROM inventory)"),
    (
        "refunds of no charge in the gateway's book",
        "SELECT COUNT(*) FROM gateway_refunds
         WHERE id <> payment_id OR payment_id NOT IN (SELECT payment_id FROM gateway_charges)",
    ),
    (
        "webhooks of no charge in the gateway's book",
        "SELECT COUNT(*) FROM gateway_deliveries WHERE payment_id NOT IN (SELECT payment_id FROM gateway_charges)",
    ),
];

async fn strays(tx: &mut dyn Transaction) -> Result<Vec<Strays>, DbError> {
    let mut strays = Vec::new();
    for (what, sql) in STRAYS {
        let row = tx.query_optional(sql, &[]).await?.ok_or_else(|| DbError::shape(0))?;
        let rows = u64::try_from(row.int(0)?).map_err(|_| DbError::shape(0))?;
        if rows > 0 {
            strays.push(Strays { what, rows });
        }
    }
    Ok(strays)
}

async fn has_gateway_charges(tx: &mut dyn Transaction) -> Result<bool, DbError> {
    Ok(!tx.query("SELECT payment_id FROM gateway_charges LIMIT 1", &[]).await?.is_empty())
}

/// The first of each book make the page, of which the first of both are kept. A refund's id has its payment's bits.
async fn booked_payments(
    tx: &mut dyn Transaction,
    after: Option<PaymentId>,
    limit: u32,
) -> Result<Vec<BookedPayment>, DbError> {
    let sql = "SELECT page.id, c.amount, c.currency, c.state, c.decline, c.refunded, COALESCE(g.amount, 0),
                      p.order_id, p.amount, p.currency, p.status, r.amount, r.status
               FROM (SELECT id FROM (SELECT payment_id AS id FROM gateway_charges WHERE payment_id > $1
                                     ORDER BY payment_id LIMIT $2) AS booked
                     UNION
                     SELECT id FROM (SELECT id FROM payments WHERE id > $3 ORDER BY id LIMIT $4) AS tried) AS page
               LEFT JOIN gateway_charges c ON c.payment_id = page.id
               LEFT JOIN gateway_refunds g ON g.id = page.id
               LEFT JOIN payments p ON p.id = page.id
               LEFT JOIN refunds r ON r.id = page.id
               ORDER BY page.id LIMIT $5";
    // No id is empty, so this comes before all of them.
    let after = after.map_or(Vec::new(), |after| after.to_bytes().to_vec());
    let arguments = [after.clone().into(), limit.into(), after.into(), limit.into(), limit.into()];
    tx.query(sql, &arguments).await?.iter().map(booked_payment_from).collect()
}

fn booked_payment_from(row: &Row) -> Result<BookedPayment, DbError> {
    let charge = match row.optional_int(1)? {
        None => None,
        Some(_) => Some(BookedCharge {
            money: money_from(row, 1)?,
            state: state_from(row, 3)?,
            refunded: row.int(5)?,
            refund_row: row.int(6)?,
        }),
    };
    let attempt = match row.optional_bytes(7)? {
        None => None,
        Some(_) => Some(Attempt {
            order: OrderId::from_bytes(row.id(7)?),
            money: money_from(row, 8)?,
            state: payment_state_from(row, 10)?,
        }),
    };
    let refund = match row.optional_int(11)? {
        None => None,
        Some(amount) => Some(OwedRefund { amount, is_done: row.text(12)? == "done" }),
    };
    Ok(BookedPayment { payment: PaymentId::from_bytes(row.id(0)?), charge, attempt, refund })
}

/// Reads an amount and, from the column after it, its currency.
fn money_from(row: &Row, first: usize) -> Result<Money, DbError> {
    let currency = row.text(first + 1)?.parse().map_err(|_| DbError::shape(first + 1))?;
    Ok(Money::new(row.int(first)?, currency))
}

fn payment_state_from(row: &Row, column: usize) -> Result<PaymentState, DbError> {
    match row.text(column)? {
        "pending" => Ok(PaymentState::Pending),
        "paid" => Ok(PaymentState::Charged),
        "failed" | "voided" => Ok(PaymentState::Failed),
        _ => Err(DbError::shape(column)),
    }
}
