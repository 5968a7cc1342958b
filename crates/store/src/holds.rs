//! Holds as they are read outside of a desk.

use admit_app::ports::error::StoreResult;
use admit_app::ports::holds::Holds;
use admit_domain::hold::Hold;
use admit_domain::id::{AccountId, EventId};
use async_trait::async_trait;

use crate::db::{DbError, Transaction};
use crate::rows::{HOLD_WIDTH, hold_columns, hold_from};
use crate::store::SqlStore;

#[async_trait]
impl Holds for SqlStore {
    async fn event_ids(&self) -> StoreResult<Vec<EventId>> {
        Ok(self.db.read(|tx| Box::pin(event_ids(tx))).await?)
    }

    async fn holds_of(&self, account: AccountId, event: Option<EventId>) -> StoreResult<Vec<(EventId, Hold)>> {
        Ok(self.db.read(move |tx| Box::pin(holds_of(tx, account, event))).await?)
    }
}

async fn event_ids(tx: &mut dyn Transaction) -> Result<Vec<EventId>, DbError> {
    let rows = tx.query("SELECT event_id FROM inventory", &[]).await?;
    rows.iter().map(|row| Ok(EventId::from_bytes(row.id(0)?))).collect()
}

async fn holds_of(
    tx: &mut dyn Transaction,
    account: AccountId,
    event: Option<EventId>,
) -> Result<Vec<(EventId, Hold)>, DbError> {
    let now = tx.now().await?;
    let rows = tx
        .query(
            concat!(
                "SELECT ",
                hold_columns!(),
                ", event_id FROM holds WHERE account_id = $1 \
                 AND status IN ('open', 'in_checkout') AND (status = 'in_checkout' OR expires_at > $2) \
                 ORDER BY created_at, id LIMIT 100"
            ),
            &[account.to_bytes().into(), now.as_millis().into()],
        )
        .await?;
    let mut holds = Vec::with_capacity(rows.len());
    for row in &rows {
        let of = EventId::from_bytes(row.id(HOLD_WIDTH)?);
        if event.is_none_or(|event| event == of) {
            holds.push((of, hold_from(row, 0)?));
        }
    }
    Ok(holds)
}
