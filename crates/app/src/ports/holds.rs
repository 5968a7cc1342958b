//! Holds as they are read outside of a desk.

use admit_domain::id::EventId;
use async_trait::async_trait;

use super::error::StoreResult;

#[async_trait]
pub trait Holds: Send + Sync + 'static {
    /// All events that have an inventory.
    async fn event_ids(&self) -> StoreResult<Vec<EventId>>;

    /// Those of which somebody has something open or in checkout.
    async fn events_with_holds(&self) -> StoreResult<Vec<EventId>>;
}
