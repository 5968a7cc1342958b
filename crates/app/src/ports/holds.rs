//! Holds as they are read outside of a desk.

use admit_domain::hold::Hold;
use admit_domain::id::{AccountId, EventId};
use async_trait::async_trait;

use super::error::StoreResult;

#[async_trait]
pub trait Holds: Send + Sync + 'static {
    /// All events that have an inventory.
    async fn event_ids(&self) -> StoreResult<Vec<EventId>>;

    /// What the account holds, open and not yet due or in checkout, of one event or of all; the oldest first, at most 100.
    async fn holds_of(&self, account: AccountId, event: Option<EventId>) -> StoreResult<Vec<(EventId, Hold)>>;
}
