//! The simulated gateway's book of charges, refunds and webhooks.

use admit_app::ports::error::StoreResult;
use admit_app::ports::gateway_ledger::{ChargeState, Delivery, GatewayLedger, LedgerCharge};
use admit_domain::id::{JobId, PaymentId, RefundId};
use admit_domain::money::Money;
use admit_domain::order::DeclineReason;
use admit_domain::time::Timestamp;
use async_trait::async_trait;

use crate::SqlStore;
use crate::db::{DbError, Row, Transaction, Value};
use crate::rows::take_due;

#[async_trait]
impl GatewayLedger for SqlStore {
    async fn book_charge(
        &self,
        charge: &LedgerCharge,
        notify_at: Option<(JobId, Timestamp)>,
    ) -> StoreResult<LedgerCharge> {
        let charge = charge.clone();
        Ok(self.db.write(move |tx| Box::pin(async move { book_charge(tx, &charge, notify_at).await })).await?)
    }

    async fn charge(&self, payment: PaymentId) -> StoreResult<Option<LedgerCharge>> {
        Ok(self.db.read(move |tx| Box::pin(async move { charge(tx, payment).await })).await?)
    }

    async fn settle_charge(
        &self,
        payment: PaymentId,
        to: ChargeState,
        otherwise: Option<&LedgerCharge>,
        notify_at: Option<(JobId, Timestamp)>,
    ) -> StoreResult<Option<LedgerCharge>> {
        let otherwise = otherwise.cloned();
        Ok(self
            .db
            .write(move |tx| Box::pin(async move { settle_charge(tx, payment, to, otherwise, notify_at).await }))
            .await?)
    }

    async fn book_refund(
        &self,
        refund: RefundId,
        payment: PaymentId,
        amount: i64,
        now: Timestamp,
    ) -> StoreResult<bool> {
        Ok(self
            .db
            .write(move |tx| Box::pin(async move { book_refund(tx, refund, payment, amount, now).await }))
            .await?)
    }

    async fn take_due_deliveries(&self, now: Timestamp, retry_at: Timestamp, limit: u32) -> StoreResult<Vec<Delivery>> {
        Ok(self
            .db
            .write(move |tx| Box::pin(async move { take_due_deliveries(tx, now, retry_at, limit).await }))
            .await?)
    }

    async fn delivery_done(&self, id: JobId) -> StoreResult<()> {
        Ok(self.db.write(move |tx| Box::pin(async move { delivery_done(tx, id).await })).await?)
    }

    async fn put_off_delivery(&self, id: JobId, retry_at: Timestamp) -> StoreResult<()> {
        Ok(self.db.write(move |tx| Box::pin(async move { put_off_delivery(tx, id, retry_at).await })).await?)
    }
}

async fn book_charge(
    tx: &mut dyn Transaction,
    new: &LedgerCharge,
    notify_at: Option<(JobId, Timestamp)>,
) -> Result<LedgerCharge, DbError> {
    if insert_charge(tx, new).await? {
        notify(tx, new.payment, notify_at).await?;
    }
    charge(tx, new.payment)
        .await?
        .ok_or_else(|| DbError::corrupt(format!("{} is gone although it is booked", new.payment)))
}

async fn charge(tx: &mut dyn Transaction, payment: PaymentId) -> Result<Option<LedgerCharge>, DbError> {
    tx.query_optional(
        "SELECT payment_id, amount, currency, state, decline, return_url, created_at, refunded
         FROM gateway_charges WHERE payment_id = $1",
        &[payment.to_bytes().into()],
    )
    .await?
    .map(|row| charge_from(&row))
    .transpose()
}

/// Inserts before it updates: after an insert that did nothing, the charge is there for good and the update can't miss
/// it.
async fn settle_charge(
    tx: &mut dyn Transaction,
    payment: PaymentId,
    to: ChargeState,
    otherwise: Option<LedgerCharge>,
    notify_at: Option<(JobId, Timestamp)>,
) -> Result<Option<LedgerCharge>, DbError> {
    let booked = match &otherwise {
        Some(otherwise) => insert_charge(tx, otherwise).await?,
        None => false,
    };
    let (state, decline) = state_columns(to);
    let moved = !booked
        && tx
            .execute(
                "UPDATE gateway_charges SET state = $1, decline = $2 WHERE payment_id = $3 AND state = 'open'",
                &[state, decline, payment.to_bytes().into()],
            )
            .await?
            > 0;
    if booked || moved {
        notify(tx, payment, notify_at).await?;
    }
    charge(tx, payment).await
}

/// Locks the charge first and looks at its refunds in later statements, so that two at once see each other.
async fn book_refund(
    tx: &mut dyn Transaction,
    refund: RefundId,
    payment: PaymentId,
    amount: i64,
    now: Timestamp,
) -> Result<bool, DbError> {
    let locked =
        "UPDATE gateway_charges SET refunded = refunded WHERE payment_id = $1 RETURNING amount, state, refunded";
    let Some(charge) = tx.query_optional(locked, &[payment.to_bytes().into()]).await? else { return Ok(false) };
    let booked = "SELECT payment_id, amount FROM gateway_refunds WHERE id = $1";
    if let Some(booked) = tx.query_optional(booked, &[refund.to_bytes().into()]).await? {
        return Ok(booked.id(0)? == payment.to_bytes() && booked.int(1)? == amount);
    }
    let left = charge.int(0)? - charge.int(2)?;
    if charge.text(1)? != "paid" || !(0..=left).contains(&amount) {
        return Ok(false);
    }
    tx.execute(
        "INSERT INTO gateway_refunds (id, payment_id, amount, created_at) VALUES ($1, $2, $3, $4)",
        &[refund.to_bytes().into(), payment.to_bytes().into(), amount.into(), now.as_millis().into()],
    )
    .await?;
    tx.execute(
        "UPDATE gateway_charges SET refunded = refunded + $1 WHERE payment_id = $2",
        &[amount.into(), payment.to_bytes().into()],
    )
    .await?;
    Ok(true)
}

/// `attempts` is how often each was taken before.
async fn take_due_deliveries(
    tx: &mut dyn Transaction,
    now: Timestamp,
    retry_at: Timestamp,
    limit: u32,
) -> Result<Vec<Delivery>, DbError> {
    let sql = take_due!(tx.dialect(); "gateway_deliveries", "done_at IS NULL", "id, payment_id, attempts - 1");
    tx.query(sql, &[now.as_millis().into(), limit.into(), retry_at.as_millis().into()])
        .await?
        .iter()
        .map(delivery_from)
        .collect()
}

async fn delivery_done(tx: &mut dyn Transaction, id: JobId) -> Result<(), DbError> {
    let now = tx.now().await?;
    tx.execute(
        "UPDATE gateway_deliveries SET done_at = $1 WHERE id = $2 AND done_at IS NULL",
        &[now.as_millis().into(), id.to_bytes().into()],
    )
    .await?;
    Ok(())
}

async fn put_off_delivery(tx: &mut dyn Transaction, id: JobId, retry_at: Timestamp) -> Result<(), DbError> {
    tx.execute(
        "UPDATE gateway_deliveries SET next_try_at = $1 WHERE id = $2 AND done_at IS NULL",
        &[retry_at.as_millis().into(), id.to_bytes().into()],
    )
    .await?;
    Ok(())
}

/// Whether it wasn't booked before.
async fn insert_charge(tx: &mut dyn Transaction, charge: &LedgerCharge) -> Result<bool, DbError> {
    let (state, decline) = state_columns(charge.state);
    let inserted = tx
        .execute(
            "INSERT INTO gateway_charges (payment_id, amount, currency, state, decline, return_url, created_at, refunded)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (payment_id) DO NOTHING",
            &[
                charge.payment.to_bytes().into(),
                charge.money.amount.into(),
                charge.money.currency.code().into(),
                state,
                decline,
                charge.return_url.as_deref().into(),
                charge.created_at.as_millis().into(),
                charge.refunded.into(),
            ],
        )
        .await?;
    Ok(inserted > 0)
}

async fn notify(tx: &mut dyn Transaction, payment: PaymentId, at: Option<(JobId, Timestamp)>) -> Result<(), DbError> {
    let Some((job, at)) = at else { return Ok(()) };
    tx.execute(
        "INSERT INTO gateway_deliveries (id, payment_id, attempts, next_try_at, done_at) VALUES ($1, $2, 0, $3, NULL)",
        &[job.to_bytes().into(), payment.to_bytes().into(), at.as_millis().into()],
    )
    .await?;
    Ok(())
}

fn state_columns(state: ChargeState) -> (Value, Value) {
    match state {
        ChargeState::Open => ("open".into(), Value::Null),
        ChargeState::Paid => ("paid".into(), Value::Null),
        ChargeState::Declined(reason) => ("declined".into(), reason.name().into()),
        ChargeState::Voided => ("voided".into(), Value::Null),
    }
}

/// Reads the state and, from the column after it, why it was declined.
pub(crate) fn state_from(row: &Row, first: usize) -> Result<ChargeState, DbError> {
    match row.text(first)? {
        "open" => Ok(ChargeState::Open),
        "paid" => Ok(ChargeState::Paid),
        "declined" => {
            let reason = DeclineReason::from_name(row.text(first + 1)?).ok_or_else(|| DbError::shape(first + 1))?;
            Ok(ChargeState::Declined(reason))
        }
        "voided" => Ok(ChargeState::Voided),
        _ => Err(DbError::shape(first)),
    }
}

fn charge_from(row: &Row) -> Result<LedgerCharge, DbError> {
    let currency = row.text(2)?.parse().map_err(|_| DbError::shape(2))?;
    Ok(LedgerCharge {
        payment: PaymentId::from_bytes(row.id(0)?),
        money: Money::new(row.int(1)?, currency),
        state: state_from(row, 3)?,
        return_url: row.optional_text(5)?.map(str::to_owned),
        created_at: Timestamp::from_millis(row.int(6)?),
        refunded: row.int(7)?,
    })
}

fn delivery_from(row: &Row) -> Result<Delivery, DbError> {
    Ok(Delivery {
        id: JobId::from_bytes(row.id(0)?),
        payment: PaymentId::from_bytes(row.id(1)?),
        attempts: u32::try_from(row.int(2)?).map_err(|_| DbError::shape(2))?,
    })
}
