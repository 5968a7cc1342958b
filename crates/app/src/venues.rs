//! Venues as everybody sees them.

use std::sync::Arc;

use admit_domain::event::Venue;
use admit_domain::id::VenueId;
use admit_domain::seat_map::SeatMap;

use crate::app::App;
use crate::ports::error::StoreResult;

impl App {
    /// In order of name, then id, after `after`.
    pub async fn venues(&self, after: Option<(String, VenueId)>, limit: u32) -> StoreResult<Vec<Venue>> {
        self.store.venues(after, limit).await
    }

    pub async fn venue(&self, id: VenueId) -> StoreResult<Option<Venue>> {
        self.store.venue(id).await
    }

    /// The venue with the plan that it has now.
    pub async fn venue_with_plan(&self, id: VenueId) -> StoreResult<Option<(Venue, Arc<SeatMap>)>> {
        let Some(venue) = self.store.venue(id).await? else { return Ok(None) };
        let plan = self.store.seat_map(venue.seat_map).await?;
        Ok(plan.map(|plan| (venue, plan)))
    }
}
