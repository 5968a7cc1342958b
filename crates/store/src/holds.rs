//! Holds as they are read outside of a desk.

use admit_app::ports::error::StoreResult;
use admit_app::ports::holds::Holds;
use admit_domain::id::EventId;
use async_trait::async_trait;

use crate::db::{DbError, Transaction};
use crate::store::SqlStore;

#[async_trait]
impl Holds for SqlStore {
    async fn event_ids(&self) -> StoreResult<Vec<EventId>> {
        Ok(self.db.read(|tx| Box::pin(event_ids(tx))).await?)
    }

    async fn events_with_holds(&self) -> StoreResult<Vec<EventId>> {
        Ok(self.db.read(|tx| Box::pin(events_with_holds(tx))).await?)
    }
}

async fn event_ids(tx: &mut dyn Transaction) -> Result<Vec<EventId>, DbError> {
    let rows = tx.query("SELECT event_id FROM inventory", &[]).await?;
    rows.iter().map(|row| Ok(EventId::from_bytes(row.id(0)?))).collect()
}

/// Every open hold stands in the index of what comes due, and every payment under way in that of what is to be settled.
async fn events_with_holds(tx: &mut dyn Transaction) -> Result<Vec<EventId>, DbError> {
    let sql =
        "SELECT event_id FROM holds WHERE status = 'open' UNION SELECT event_id FROM orders WHERE status = 'pending'";
    let rows = tx.query(sql, &[]).await?;
    rows.iter().map(|row| Ok(EventId::from_bytes(row.id(0)?))).collect()
}
