//! Performers as everybody sees them.

use admit_domain::event::Performer;
use admit_domain::id::PerformerId;

use crate::app::App;
use crate::ports::catalogue::{EventQuery, ListedEvent};
use crate::ports::error::StoreResult;

/// How many of a performer's events are shown with them.
const UPCOMING_MAX: u32 = 100;

impl App {
    /// In order of name, then id, after `after`.
    pub async fn performers(&self, after: Option<(String, PerformerId)>, limit: u32) -> StoreResult<Vec<Performer>> {
        self.store.performers(after, limit).await
    }

    /// The performer with what is to come, the soonest first.
    pub async fn performer_with_events(&self, id: PerformerId) -> StoreResult<Option<(Performer, Vec<ListedEvent>)>> {
        let Some(performer) = self.store.performer(id).await? else { return Ok(None) };
        let upcoming = EventQuery {
            performer: Some(id),
            starts_from: Some(self.clock.now()),
            limit: UPCOMING_MAX,
            ..EventQuery::default()
        };
        Ok(Some((performer, self.store.events(&upcoming).await?)))
    }
}
