//! Events, venues, performers and seating plans, as they are shown.

use std::sync::Arc;

use admit_domain::event::{Category, Event, Performer, Venue};
use admit_domain::id::{EventId, PerformerId, SeatMapId, VenueId};
use admit_domain::seat_map::SeatMap;
use admit_domain::terms::{Terms, TierIndex};
use admit_domain::time::Timestamp;
use async_trait::async_trait;

use super::error::StoreResult;

/// By what a list of events is ordered; those that are equal in it by their ids.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum EventSort {
    #[default]
    StartsAt,
    /// The cheapest ticket's price, in minor units.
    Price,
    /// As [`EventQuery::text`] compares names.
    Name,
    /// How many of the searched words are in the name, then by start. The best come first in either direction.
    Relevance,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Direction {
    #[default]
    Ascending,
    Descending,
}

/// An event's value of what it is ordered by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum SortKey {
    Number(i64),
    Text(String),
}

/// Which events to list, and in which order.
#[derive(Debug, Clone, Default)]
pub struct EventQuery {
    /// Words that must all occur in name, description, venue, city or performers; case doesn't matter.
    pub text: Option<String>,
    pub category: Option<Category>,
    pub city: Option<String>,
    pub venue: Option<VenueId>,
    pub performer: Option<PerformerId>,
    pub starts_from: Option<Timestamp>,
    pub starts_before: Option<Timestamp>,
    /// Only events whose cheapest ticket costs no more, in minor units.
    pub price_max: Option<i64>,
    pub sort: EventSort,
    pub direction: Direction,
    /// Continue after this event, of the same order.
    pub after: Option<(SortKey, EventId)>,
    pub limit: u32,
}

/// An event with what a list shows of it. `terms` is the sale's terms as of the last commit.
#[derive(Debug, Clone)]
pub struct ListedEvent {
    pub event: Event,
    pub venue: Venue,
    pub performers: Vec<Performer>,
    pub terms: Terms,
    /// Whether whoever buys must pass a waiting room.
    pub has_line: bool,
    /// What it was listed by.
    pub sort_key: SortKey,
}

/// A new event with its sale: its inventory begins with these terms, at version 0, everything free.
#[derive(Debug, Clone)]
pub struct NewEvent {
    pub event: Event,
    pub terms: Terms,
    /// One entry a unit of the seating plan; `None` isn't for sale.
    pub tiers: Vec<Option<TierIndex>>,
}

#[async_trait]
pub trait Catalogue: Send + Sync + 'static {
    async fn create_seat_map(&self, map: &SeatMap) -> StoreResult<()>;
    async fn seat_map(&self, id: SeatMapId) -> StoreResult<Option<Arc<SeatMap>>>;

    async fn create_venue(&self, venue: &Venue) -> StoreResult<()>;
    async fn venue(&self, id: VenueId) -> StoreResult<Option<Venue>>;
    /// In order of name, then id, after `after`.
    async fn venues(&self, after: Option<(String, VenueId)>, limit: u32) -> StoreResult<Vec<Venue>>;

    async fn create_performer(&self, performer: &Performer) -> StoreResult<()>;
    async fn performer(&self, id: PerformerId) -> StoreResult<Option<Performer>>;
    async fn performers(&self, after: Option<(String, PerformerId)>, limit: u32) -> StoreResult<Vec<Performer>>;

    /// Makes the event and its inventory in one transaction.
    async fn create_event(&self, event: &NewEvent) -> StoreResult<()>;
    async fn event(&self, id: EventId) -> StoreResult<Option<ListedEvent>>;
    async fn events(&self, query: &EventQuery) -> StoreResult<Vec<ListedEvent>>;
    /// Whether there is any event at all.
    async fn is_empty(&self) -> StoreResult<bool>;
}
