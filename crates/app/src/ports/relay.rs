//! The book of whoever tells the journals to a message broker: who does it, and how far each event was told.

use std::time::Duration;

use admit_domain::id::EventId;
use admit_domain::inventory::journal::Version;
use admit_domain::time::Timestamp;
use async_trait::async_trait;

use super::error::StoreResult;

/// One term of one node's relay. A relay that takes the lead again does so under another name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RelayId(pub u128);

/// An event of which not everything was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Behind {
    pub event: EventId,
    /// The last entry that was told, as the book has it.
    pub told: Version,
    /// The newest entry that there is.
    pub head: Version,
}

/// Of all relays that share the store, at most one has the lead, by the store's clock. A lead that isn't kept ends by itself.
#[async_trait]
pub trait RelayBook: Send + Sync + 'static {
    /// Takes the lead for `span`, unless another has it. Whether it did.
    async fn take_lead(&self, relay: RelayId, span: Duration) -> StoreResult<bool>;

    /// Keeps the lead for `span` from now and notes how far events were told, both or neither; each event is named once.
    /// Answers with the store's time. `None`: another took the lead, or it was ended, and nothing was noted.
    async fn keep_lead(
        &self,
        relay: RelayId,
        span: Duration,
        told: &[(EventId, Version)],
    ) -> StoreResult<Option<Timestamp>>;

    /// Gives the lead up, if it is had, so that another needn't wait.
    async fn leave_lead(&self, relay: RelayId) -> StoreResult<()>;

    /// Events of which not everything was told, at most `limit`.
    async fn behind(&self, limit: u32) -> StoreResult<Vec<Behind>>;

    /// Sets the book back, so that what comes after these versions is told again, and ends the lead, so that whoever had it
    /// looks into the book again. What isn't ahead of its version stays. Answers with how many events were set back.
    async fn set_back(&self, events: &[(EventId, Version)]) -> StoreResult<u64>;
}
