//! Publishing: from a draft to an event that is sold, if it can be.

use admit_domain::id::EventId;

use crate::app::App;
use crate::ports::catalogue::NewEvent;
use crate::ports::error::StoreError;

use super::access::Organizer;
use super::drafts::OwnEvent;
use super::error::OrganizerError;

impl App {
    /// One that is published already stays so.
    pub async fn publish_event(&self, organizer: &Organizer, id: EventId) -> Result<OwnEvent, OrganizerError> {
        if let Some(stored) = self.store.draft(id).await? {
            organizer.require(Some(stored.draft.organizer))?;
            let venue = self.store.venue(stored.draft.venue).await?;
            let venue = venue.ok_or_else(|| StoreError::corrupt(format!("{id} has no venue")))?;
            let plan = self.plan_of(&venue).await?;
            let (draft, now) = (stored.draft, self.store.now().await?);
            // A stadium's tiers take a while to be put on their seats.
            let publication = tokio::task::spawn_blocking(move || draft.publish(&plan, now)).await;
            let publication = publication.map_err(|_| StoreError::corrupt("publishing ran into a defect"))?;
            let publication = publication.map_err(OrganizerError::NotReady)?;
            let new = NewEvent { event: publication.event, terms: publication.terms, tiers: publication.tiers };
            // If somebody was faster, it is published already, or changed so that it must be looked at again.
            if !self.store.publish_draft(&new, stored.revision).await? && self.store.draft(id).await?.is_some() {
                return Err(OrganizerError::ChangedMeanwhile);
            }
        }
        let sale = self.own_sale(organizer, id).await?;
        Ok(OwnEvent::Published(Box::new(sale)))
    }
}
