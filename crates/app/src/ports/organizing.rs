//! What organizers prepare and change: drafts, their own venues and performers, an event's details, and cancelling it.

use admit_domain::draft::Draft;
use admit_domain::event::{Event, Performer, Venue};
use admit_domain::id::{AccountId, EventId, OrderId, PerformerId, VenueId};
use admit_domain::time::Timestamp;
use async_trait::async_trait;

use super::catalogue::{ListedEvent, NewEvent};
use super::error::StoreResult;
use super::orders::OrderRecord;

/// Whose things are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owned {
    By(AccountId),
    /// An admin sees everybody's.
    ByAnybody,
}

/// A draft as it was read. Writing it back names the revision, so that of two who change it one is told.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredDraft {
    pub draft: Draft,
    pub revision: u64,
}

/// An event's money so far, in minor units of its currency.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Revenue {
    /// Orders that were paid, also those cancelled since.
    pub orders: u64,
    pub tickets: u64,
    pub amount: i64,
    /// Orders that are owed money back, or got it.
    pub refunds: u64,
    pub refunds_amount: i64,
    /// Of those amounts, what the provider has paid back.
    pub refunded_amount: i64,
}

/// The cancelling of an event, from the wish to its last order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cancellation {
    pub event: EventId,
    pub requested_at: Timestamp,
    /// When no paid order was left.
    pub done_at: Option<Timestamp>,
}

#[async_trait]
pub trait Organizing: Send + Sync + 'static {
    /// Newest first, after `after`.
    async fn venues_owned(&self, owned: Owned, after: Option<VenueId>, limit: u32) -> StoreResult<Vec<Venue>>;
    /// Writes all but the owner; events at the venue are found by its new name from then on.
    async fn update_venue(&self, venue: &Venue) -> StoreResult<()>;
    async fn performers_owned(
        &self,
        owned: Owned,
        after: Option<PerformerId>,
        limit: u32,
    ) -> StoreResult<Vec<Performer>>;
    /// Writes all but the owner; the performer's events are found by the new name from then on.
    async fn update_performer(&self, performer: &Performer) -> StoreResult<()>;
    /// Writes name, description, category, performers and times of a published event.
    async fn update_event(&self, event: &Event) -> StoreResult<()>;

    /// `Taken { constraint: "event_drafts_pkey" }` if there is one with this id.
    async fn create_draft(&self, draft: &Draft) -> StoreResult<()>;
    async fn draft(&self, id: EventId) -> StoreResult<Option<StoredDraft>>;
    /// Whether it was written: not if somebody wrote it since, or it is published.
    async fn update_draft(&self, stored: &StoredDraft) -> StoreResult<bool>;
    /// Makes the event, its inventory and its end as a draft in one transaction. Whether it did, as for [`update_draft`].
    ///
    /// [`update_draft`]: Organizing::update_draft
    async fn publish_draft(&self, event: &NewEvent, revision: u64) -> StoreResult<bool>;
    /// Newest first, after `after`.
    async fn drafts_owned(&self, owned: Owned, after: Option<EventId>, limit: u32) -> StoreResult<Vec<Draft>>;
    /// Published ones, newest first, after `after`.
    async fn events_owned(&self, owned: Owned, after: Option<EventId>, limit: u32) -> StoreResult<Vec<ListedEvent>>;

    /// The event's orders that reached their buyers: all but declined and expired ones. Newest first, after `after`.
    async fn orders_of_event(
        &self,
        event: EventId,
        after: Option<OrderId>,
        limit: u32,
    ) -> StoreResult<Vec<OrderRecord>>;
    async fn revenue(&self, event: EventId) -> StoreResult<Revenue>;

    /// Notes the wish, once; it is due at once.
    async fn begin_cancellation(&self, event: EventId) -> StoreResult<()>;
    async fn cancellation(&self, event: EventId) -> StoreResult<Option<Cancellation>>;
    /// Takes events whose turn has come and puts off their next turn to `retry_at`, so that no other node takes them meanwhile.
    async fn take_due_cancellations(
        &self,
        now: Timestamp,
        retry_at: Timestamp,
        limit: u32,
    ) -> StoreResult<Vec<EventId>>;
    /// Sets when its next turn is.
    async fn cancellation_due(&self, event: EventId, at: Timestamp) -> StoreResult<()>;
    /// Orders of the event that are paid, in order of their ids after `after`.
    async fn paid_orders(&self, event: EventId, after: Option<OrderId>, limit: u32) -> StoreResult<Vec<OrderId>>;
    async fn cancellation_done(&self, event: EventId, now: Timestamp) -> StoreResult<()>;
}
