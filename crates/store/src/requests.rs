//! Repeated writes that no inventory remembers.

use admit_app::ports::error::StoreResult;
use admit_app::ports::requests::{Begun, KeptAnswer, Lease, Requests};
use admit_domain::hold::RequestKey;
use admit_domain::id::AccountId;
use admit_domain::time::Timestamp;
use async_trait::async_trait;

use crate::SqlStore;
use crate::db::{DbError, Transaction};

#[async_trait]
impl Requests for SqlStore {
    async fn begin_request(&self, account: AccountId, key: RequestKey, id: u128, lease: Lease) -> StoreResult<Begun> {
        Ok(self.db.write(move |tx| Box::pin(async move { begin(tx, account, key, id, lease).await })).await?)
    }

    async fn answer_request(&self, account: AccountId, key: RequestKey, answer: &KeptAnswer) -> StoreResult<()> {
        let answer = answer.clone();
        Ok(self.db.write(move |tx| Box::pin(async move { keep(tx, account, key, answer).await })).await?)
    }

    async fn forget_request(&self, account: AccountId, key: RequestKey) -> StoreResult<()> {
        Ok(self.db.write(move |tx| Box::pin(async move { forget(tx, account, key).await })).await?)
    }

    async fn give_up_request(&self, account: AccountId, key: RequestKey, begun_at: Timestamp) -> StoreResult<()> {
        Ok(self.db.write(move |tx| Box::pin(async move { give_up(tx, account, key, begun_at).await })).await?)
    }

    async fn forget_requests_before(&self, before: Timestamp, limit: u32) -> StoreResult<u64> {
        Ok(self.db.write(move |tx| Box::pin(async move { forget_before(tx, before, limit).await })).await?)
    }
}

/// The insertion waits for whoever inserts the same key at the same time, so all but one see a row here.
async fn begin(
    tx: &mut dyn Transaction,
    account: AccountId,
    key: RequestKey,
    id: u128,
    lease: Lease,
) -> Result<Begun, DbError> {
    let inserted = tx
        .execute(
            "INSERT INTO idempotency (account_id, request_key, request_body, made_id, begun_at, status, answer)
             VALUES ($1, $2, $3, $4, $5, NULL, NULL) ON CONFLICT (account_id, request_key) DO NOTHING",
            &[
                account.to_bytes().into(),
                key.key.into(),
                key.body.into(),
                id.to_be_bytes().into(),
                lease.now.as_millis().into(),
            ],
        )
        .await?;
    if inserted > 0 {
        return Ok(Begun::Go { id });
    }
    let sql =
        "SELECT request_body, made_id, status, answer FROM idempotency WHERE account_id = $1 AND request_key = $2";
    // It may have been refused and forgotten in between, which is as if it were still running.
    let row = tx.query_optional(sql, &[account.to_bytes().into(), key.key.into()]).await?;
    let Some(row) = row else { return Ok(Begun::Running) };
    if row.bytes(0)? != key.body {
        return Ok(Begun::Reused);
    }
    if let Some(status) = row.optional_int(2)? {
        let status = u16::try_from(status).map_err(|_| DbError::shape(2))?;
        return Ok(Begun::Answered(KeptAnswer { status, body: row.bytes(3)?.to_vec() }));
    }
    let taken_over = tx
        .execute(
            "UPDATE idempotency SET begun_at = $1
             WHERE account_id = $2 AND request_key = $3 AND status IS NULL AND begun_at < $4",
            &[
                lease.now.as_millis().into(),
                account.to_bytes().into(),
                key.key.into(),
                lease.given_up_before.as_millis().into(),
            ],
        )
        .await?;
    Ok(if taken_over > 0 { Begun::Go { id: u128::from_be_bytes(row.id(1)?) } } else { Begun::Running })
}

async fn keep(
    tx: &mut dyn Transaction,
    account: AccountId,
    key: RequestKey,
    answer: KeptAnswer,
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE idempotency SET status = $1, answer = $2 WHERE account_id = $3 AND request_key = $4",
        &[i64::from(answer.status).into(), answer.body.into(), account.to_bytes().into(), key.key.into()],
    )
    .await?;
    Ok(())
}

async fn forget(tx: &mut dyn Transaction, account: AccountId, key: RequestKey) -> Result<(), DbError> {
    tx.execute(
        "DELETE FROM idempotency WHERE account_id = $1 AND request_key = $2 AND status IS NULL",
        &[account.to_bytes().into(), key.key.into()],
    )
    .await?;
    Ok(())
}

async fn give_up(
    tx: &mut dyn Transaction,
    account: AccountId,
    key: RequestKey,
    begun_at: Timestamp,
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE idempotency SET begun_at = $1 WHERE account_id = $2 AND request_key = $3 AND status IS NULL",
        &[begun_at.as_millis().into(), account.to_bytes().into(), key.key.into()],
    )
    .await?;
    Ok(())
}

async fn forget_before(tx: &mut dyn Transaction, before: Timestamp, limit: u32) -> Result<u64, DbError> {
    tx.execute(
        "DELETE FROM idempotency WHERE (account_id, request_key) IN
         (SELECT account_id, request_key FROM idempotency WHERE begun_at < $1 ORDER BY begun_at LIMIT $2)",
        &[before.as_millis().into(), limit.into()],
    )
    .await
}
