//! Changing an event: all of a draft; of a published one what may still change, as a journalled command where it is sold by.

use admit_domain::id::EventId;
use admit_domain::inventory::command::Command;

use crate::app::App;

use super::access::Organizer;
use super::drafts::OwnEvent;
use super::error::OrganizerError;
use super::event_change::EventChange;

/// How often a change is made anew because somebody else was faster.
const TRIES_MAX: usize = 5;

impl App {
    pub async fn change_event(
        &self,
        organizer: &Organizer,
        id: EventId,
        change: EventChange,
    ) -> Result<OwnEvent, OrganizerError> {
        // That there is no such event is said before what is wrong with the change.
        self.require_own(organizer, id).await?;
        let mut faults = change.faults();
        faults.extend(self.unknown_things(&change).await?);
        OrganizerError::of(faults)?;
        for _ in 0..TRIES_MAX {
            let Some(mut stored) = self.store.draft(id).await? else {
                return self.change_published(organizer, id, change).await;
            };
            change.clone().apply_to_draft(&mut stored.draft)?;
            if self.store.update_draft(&stored).await? {
                return self.own_event(organizer, id).await;
            }
        }
        Err(OrganizerError::ChangedMeanwhile)
    }

    pub async fn require_own(&self, organizer: &Organizer, id: EventId) -> Result<(), OrganizerError> {
        let owner = match self.store.draft(id).await? {
            Some(stored) => Some(stored.draft.organizer),
            None => self.store.event(id).await?.ok_or(OrganizerError::NoSuchThing)?.event.organizer,
        };
        organizer.require(owner)
    }

    async fn change_published(
        &self,
        organizer: &Organizer,
        id: EventId,
        change: EventChange,
    ) -> Result<OwnEvent, OrganizerError> {
        let sale = self.own_sale(organizer, id).await?;
        let before = sale.listed.event;
        let desk = sale.desk;
        let mut event = before.clone();
        let terms = desk.view().terms().clone();
        let amendment = change.apply_to_event(&mut event, &terms)?;
        if !amendment.is_empty() {
            desk.submit(Command::Amend(amendment)).await?;
        }
        if event != before {
            self.store.update_event(&event).await?;
        }
        self.own_event(organizer, id).await
    }
}
