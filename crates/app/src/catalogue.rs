//! What there is to see: events with how many places are left.

use std::sync::Arc;

use admit_domain::id::EventId;

use crate::app::App;
use crate::desk::{Desk, DeskError};
use crate::ports::catalogue::{EventQuery, ListedEvent};
use crate::ports::error::StoreError;

/// An event and its desk. The desk's terms are newer than the list's.
pub struct ShownEvent {
    pub listed: ListedEvent,
    pub desk: Arc<Desk>,
}

impl App {
    pub async fn list_events(&self, query: &EventQuery) -> Result<Vec<ShownEvent>, DeskError> {
        let mut shown = Vec::new();
        for listed in self.store.events(query).await.map_err(away)? {
            let desk = self.desks.get(listed.event.id).await?;
            shown.push(ShownEvent { listed, desk });
        }
        Ok(shown)
    }

    pub async fn show_event(&self, id: EventId) -> Result<Option<ShownEvent>, DeskError> {
        let Some(listed) = self.store.event(id).await.map_err(away)? else { return Ok(None) };
        let desk = self.desks.get(id).await?;
        Ok(Some(ShownEvent { listed, desk }))
    }
}

fn away(error: StoreError) -> DeskError {
    tracing::warn!(error = &error as &dyn std::error::Error, "the catalogue can't be read");
    match error {
        StoreError::Away(_) | StoreError::Unknown(_) => DeskError::Away,
        StoreError::Taken { .. } | StoreError::Corrupt(_) | StoreError::Refused(_) => DeskError::Defect,
    }
}
