//! How full events are, counted in the rows.

use admit_domain::id::EventId;
use admit_domain::inventory::journal::Version;
use async_trait::async_trait;

use super::error::StoreResult;
use crate::counts::Counts;

#[async_trait]
pub trait Occupancy: Send + Sync + 'static {
    /// How many places each of `events` has left, holds and has sold, and at which version. Those without an inventory are left out.
    async fn occupancies(&self, events: &[EventId]) -> StoreResult<Vec<(EventId, Version, Counts)>>;
}
