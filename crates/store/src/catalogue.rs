//! What there is to see and to buy: seating plans, venues, performers and events.

pub(crate) mod events;
mod found_by;
mod pages;
pub(crate) mod performers;
mod search;
mod seat_maps;
pub(crate) mod venues;

use std::sync::Arc;

use admit_app::ports::catalogue::{Catalogue, EventQuery, ListedEvent, NewEvent};
use admit_app::ports::error::StoreResult;
use admit_domain::event::{Performer, Venue};
use admit_domain::id::{EventId, PerformerId, SeatMapId, VenueId};
use admit_domain::seat_map::SeatMap;
use async_trait::async_trait;

pub(crate) use seat_maps::{SeatMapCache, seat_map};

use crate::SqlStore;

#[async_trait]
impl Catalogue for SqlStore {
    async fn create_seat_map(&self, map: &SeatMap) -> StoreResult<()> {
        let row = seat_maps::SeatMapRow::of(map)?;
        Ok(self.db.write(move |tx| Box::pin(async move { seat_maps::insert(tx, row).await })).await?)
    }

    async fn seat_map(&self, id: SeatMapId) -> StoreResult<Option<Arc<SeatMap>>> {
        let cache = self.seat_maps.clone();
        Ok(self.db.read(move |tx| Box::pin(async move { seat_map(&cache, tx, id).await })).await?)
    }

    async fn create_venue(&self, venue: &Venue) -> StoreResult<()> {
        let venue = venue.clone();
        Ok(self.db.write(move |tx| Box::pin(async move { venues::insert(tx, &venue).await })).await?)
    }

    async fn venue(&self, id: VenueId) -> StoreResult<Option<Venue>> {
        Ok(self.db.read(move |tx| Box::pin(async move { venues::one(tx, id).await })).await?)
    }

    async fn venues(&self, after: Option<(String, VenueId)>, limit: u32) -> StoreResult<Vec<Venue>> {
        Ok(self.db.read(move |tx| Box::pin(async move { venues::list(tx, after, limit).await })).await?)
    }

    async fn create_performer(&self, performer: &Performer) -> StoreResult<()> {
        let performer = performer.clone();
        Ok(self.db.write(move |tx| Box::pin(async move { performers::insert(tx, &performer).await })).await?)
    }

    async fn performer(&self, id: PerformerId) -> StoreResult<Option<Performer>> {
        Ok(self.db.read(move |tx| Box::pin(async move { performers::one(tx, id).await })).await?)
    }

    async fn performers(&self, after: Option<(String, PerformerId)>, limit: u32) -> StoreResult<Vec<Performer>> {
        Ok(self.db.read(move |tx| Box::pin(async move { performers::list(tx, after, limit).await })).await?)
    }

    async fn create_event(&self, event: &NewEvent) -> StoreResult<()> {
        let event = event.clone();
        Ok(self.db.write(move |tx| Box::pin(async move { events::insert(tx, &event).await })).await?)
    }

    async fn event(&self, id: EventId) -> StoreResult<Option<ListedEvent>> {
        Ok(self.db.read(move |tx| Box::pin(async move { events::one(tx, id).await })).await?)
    }

    async fn events(&self, query: &EventQuery) -> StoreResult<Vec<ListedEvent>> {
        let query = query.clone();
        Ok(self.db.read(move |tx| Box::pin(async move { events::list(tx, &query).await })).await?)
    }

    async fn is_empty(&self) -> StoreResult<bool> {
        Ok(self.db.read(move |tx| Box::pin(async move { events::is_empty(tx).await })).await?)
    }
}
