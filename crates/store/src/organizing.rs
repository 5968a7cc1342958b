//! What organizers prepare and change.

mod cancellations;
mod drafts;
mod sales;

use admit_app::ports::catalogue::{ListedEvent, NewEvent};
use admit_app::ports::error::StoreResult;
use admit_app::ports::orders::OrderRecord;
use admit_app::ports::organizing::{Cancellation, Organizing, Owned, Revenue, StoredDraft};
use admit_domain::draft::Draft;
use admit_domain::event::{Event, Performer, Venue};
use admit_domain::id::{AccountId, EventId, OrderId, PerformerId, VenueId};
use admit_domain::time::Timestamp;
use async_trait::async_trait;

use crate::SqlStore;
use crate::catalogue::{events, performers, venues};
use crate::db::Value;

/// Greater than every id that is ever made.
const AFTER_ALL_IDS: [u8; 16] = [0xff; 16];

#[async_trait]
impl Organizing for SqlStore {
    async fn venues_owned(&self, owned: Owned, after: Option<VenueId>, limit: u32) -> StoreResult<Vec<Venue>> {
        Ok(self.db.read(move |tx| Box::pin(async move { venues::owned(tx, owned, after, limit).await })).await?)
    }

    async fn update_venue(&self, venue: &Venue) -> StoreResult<()> {
        let venue = venue.clone();
        Ok(self.db.write(move |tx| Box::pin(async move { venues::update(tx, &venue).await })).await?)
    }

    async fn performers_owned(
        &self,
        owned: Owned,
        after: Option<PerformerId>,
        limit: u32,
    ) -> StoreResult<Vec<Performer>> {
        Ok(self.db.read(move |tx| Box::pin(async move { performers::owned(tx, owned, after, limit).await })).await?)
    }

    async fn update_performer(&self, performer: &Performer) -> StoreResult<()> {
        let performer = performer.clone();
        Ok(self.db.write(move |tx| Box::pin(async move { performers::update(tx, &performer).await })).await?)
    }

    async fn update_event(&self, event: &Event) -> StoreResult<()> {
        let event = event.clone();
        Ok(self.db.write(move |tx| Box::pin(async move { events::update(tx, &event).await })).await?)
    }

    async fn create_draft(&self, draft: &Draft) -> StoreResult<()> {
        let draft = draft.clone();
        Ok(self.db.write(move |tx| Box::pin(async move { drafts::insert(tx, &draft).await })).await?)
    }

    async fn draft(&self, id: EventId) -> StoreResult<Option<StoredDraft>> {
        Ok(self.db.read(move |tx| Box::pin(async move { drafts::one(tx, id).await })).await?)
    }

    async fn update_draft(&self, stored: &StoredDraft) -> StoreResult<bool> {
        let stored = stored.clone();
        Ok(self.db.write(move |tx| Box::pin(async move { drafts::update(tx, &stored).await })).await?)
    }

    async fn publish_draft(&self, event: &NewEvent, revision: u64) -> StoreResult<bool> {
        let event = event.clone();
        Ok(self.db.write(move |tx| Box::pin(async move { drafts::publish(tx, &event, revision).await })).await?)
    }

    async fn drafts_owned(&self, owned: Owned, after: Option<EventId>, limit: u32) -> StoreResult<Vec<Draft>> {
        Ok(self.db.read(move |tx| Box::pin(async move { drafts::owned(tx, owned, after, limit).await })).await?)
    }

    async fn events_owned(&self, owned: Owned, after: Option<EventId>, limit: u32) -> StoreResult<Vec<ListedEvent>> {
        Ok(self.db.read(move |tx| Box::pin(async move { events::owned(tx, owned, after, limit).await })).await?)
    }

    async fn orders_of_event(
        &self,
        event: EventId,
        after: Option<OrderId>,
        limit: u32,
    ) -> StoreResult<Vec<OrderRecord>> {
        Ok(self
            .db
            .read(move |tx| Box::pin(async move { crate::orders::orders_of_event(tx, event, after, limit).await }))
            .await?)
    }

    async fn revenue(&self, event: EventId) -> StoreResult<Revenue> {
        Ok(self.db.read(move |tx| Box::pin(async move { sales::revenue(tx, event).await })).await?)
    }

    async fn begin_cancellation(&self, event: EventId) -> StoreResult<()> {
        Ok(self.db.write(move |tx| Box::pin(async move { cancellations::begin(tx, event).await })).await?)
    }

    async fn cancellation(&self, event: EventId) -> StoreResult<Option<Cancellation>> {
        Ok(self.db.read(move |tx| Box::pin(async move { cancellations::one(tx, event).await })).await?)
    }

    async fn take_due_cancellations(
        &self,
        now: Timestamp,
        retry_at: Timestamp,
        limit: u32,
    ) -> StoreResult<Vec<EventId>> {
        Ok(self
            .db
            .write(move |tx| Box::pin(async move { cancellations::take(tx, now, retry_at, limit).await }))
            .await?)
    }

    async fn cancellation_due(&self, event: EventId, at: Timestamp) -> StoreResult<()> {
        Ok(self.db.write(move |tx| Box::pin(async move { cancellations::due(tx, event, at).await })).await?)
    }

    async fn paid_orders(&self, event: EventId, after: Option<OrderId>, limit: u32) -> StoreResult<Vec<OrderId>> {
        Ok(self.db.read(move |tx| Box::pin(async move { sales::paid_orders(tx, event, after, limit).await })).await?)
    }

    async fn cancellation_done(&self, event: EventId, now: Timestamp) -> StoreResult<()> {
        Ok(self.db.write(move |tx| Box::pin(async move { cancellations::done(tx, event, now).await })).await?)
    }
}

/// A page of ids, newest first: the statement for whose things are wanted, of one owner or of all, and its arguments.
pub(crate) fn newest_first(
    (by_one, by_anybody): (&'static str, &'static str),
    owned: Owned,
    after: Option<[u8; 16]>,
    limit: u32,
) -> (&'static str, Vec<Value>) {
    let mut arguments: Vec<Value> = vec![after.unwrap_or(AFTER_ALL_IDS).into(), limit.into()];
    match owned {
        Owned::ByAnybody => (by_anybody, arguments),
        Owned::By(account) => {
            arguments.insert(0, AccountId::to_bytes(account).into());
            (by_one, arguments)
        }
    }
}
