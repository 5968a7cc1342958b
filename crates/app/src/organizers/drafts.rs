//! An organizer's events: drafts, and those that are published.

use std::sync::Arc;

use admit_domain::draft::{Draft, Fault};
use admit_domain::event::{Category, Performer, Venue};
use admit_domain::id::{EventId, PerformerId, VenueId};
use admit_domain::seat_map::SeatMap;

use crate::app::App;
use crate::catalogue::ShownEvent;
use crate::desk::{Desk, DeskError};
use crate::ids::{mint, tag_of};
use crate::ports::catalogue::ListedEvent;
use crate::ports::error::StoreError;
use crate::ports::organizing::Cancellation;

use super::access::Organizer;
use super::error::OrganizerError;
use super::event_change::EventChange;

/// How often an id is drawn anew whose tag another event has.
const DRAWS_MAX: usize = 8;

pub enum OwnEvent {
    Draft(Box<ShownDraft>),
    Published(Box<ShownSale>),
}

pub struct ShownDraft {
    pub draft: Draft,
    pub venue: Venue,
    pub performers: Vec<Performer>,
    /// For what it can't be published; empty in lists, where nobody looked.
    pub faults: Vec<Fault>,
}

pub struct ShownSale {
    pub listed: ListedEvent,
    pub desk: Arc<Desk>,
    pub cancellation: Option<Cancellation>,
}

/// One of many, as a whole.
pub enum OwnListed {
    Draft(Box<ShownDraft>),
    Published(Box<ShownEvent>),
}

impl OwnListed {
    pub fn id(&self) -> EventId {
        match self {
            OwnListed::Draft(shown) => shown.draft.id,
            OwnListed::Published(shown) => shown.listed.event.id,
        }
    }
}

impl App {
    /// Drafts the event `id`, or one of another id where its tag is another event's. A draft that the same request has made
    /// already is as good.
    pub async fn create_event(
        &self,
        organizer: &Organizer,
        id: EventId,
        change: EventChange,
    ) -> Result<OwnEvent, OrganizerError> {
        let mut faults = change.faults();
        let needed = (change.venue, change.name.clone(), change.category);
        let (Some(venue), Some(name), Some(category)) = needed else {
            let given = [
                ("venue", change.venue.is_some()),
                ("name", change.name.is_some()),
                ("category", change.category.is_some()),
            ];
            let missing = given.iter().filter(|(_, is_given)| !is_given);
            faults.extend(missing.map(|(field, _)| Fault::new(*field, "must be given")));
            return Err(OrganizerError::Invalid(faults));
        };
        faults.extend(self.unknown_things(&change).await?);
        OrganizerError::of(faults)?;
        let id = self.free_id(id).await?;
        let draft = self.draft_of(organizer, id, (venue, name, category), change).await?;
        match self.store.create_draft(&draft).await {
            Ok(()) | Err(StoreError::Taken { constraint: "event_drafts_pkey" }) => self.own_event(organizer, id).await,
            Err(error) => Err(error.into()),
        }
    }

    pub async fn own_event(&self, organizer: &Organizer, id: EventId) -> Result<OwnEvent, OrganizerError> {
        if let Some(stored) = self.store.draft(id).await? {
            organizer.require(Some(stored.draft.organizer))?;
            let mut shown = self.show_draft(stored.draft).await?;
            let plan = self.plan_of(&shown.venue).await?;
            shown.faults = shown.draft.publish(&plan, self.store.now().await?).err().unwrap_or_default();
            return Ok(OwnEvent::Draft(Box::new(shown)));
        }
        Ok(OwnEvent::Published(Box::new(self.own_sale(organizer, id).await?)))
    }

    /// Drafts and published events, newest first, after `after`.
    pub async fn own_events(
        &self,
        organizer: &Organizer,
        after: Option<EventId>,
        limit: u32,
    ) -> Result<Vec<OwnListed>, OrganizerError> {
        let mut events = Vec::new();
        for draft in self.store.drafts_owned(organizer.owned(), after, limit).await? {
            events.push(OwnListed::Draft(Box::new(self.show_draft(draft).await?)));
        }
        let published = self.store.events_owned(organizer.owned(), after, limit).await?;
        let mut standings = self.standings(&published.iter().collect::<Vec<_>>()).await?;
        for listed in published {
            let standing = standings.remove(&listed.event.id).ok_or(DeskError::NoSuchEvent)?;
            events.push(OwnListed::Published(Box::new(ShownEvent { listed, standing })));
        }
        events.sort_unstable_by_key(|event| std::cmp::Reverse(event.id()));
        events.truncate(limit as usize);
        Ok(events)
    }

    /// An event that is published.
    pub(super) async fn own_sale(&self, organizer: &Organizer, id: EventId) -> Result<ShownSale, OrganizerError> {
        let listed = self.store.event(id).await?.ok_or(OrganizerError::NoSuchThing)?;
        organizer.require(listed.event.organizer)?;
        let cancellation = self.store.cancellation(id).await?;
        let desk = self.desks.get(id).await?;
        Ok(ShownSale { listed, desk, cancellation })
    }

    /// As [`own_sale`](App::own_sale), for what can't be done with a draft.
    pub(super) async fn require_sale(&self, organizer: &Organizer, id: EventId) -> Result<ShownSale, OrganizerError> {
        if let Some(stored) = self.store.draft(id).await? {
            organizer.require(Some(stored.draft.organizer))?;
            return Err(OrganizerError::NotPublished);
        }
        self.own_sale(organizer, id).await
    }

    /// What the change names that doesn't exist.
    pub(super) async fn unknown_things(&self, change: &EventChange) -> Result<Vec<Fault>, OrganizerError> {
        let mut faults = Vec::new();
        if let Some(venue) = change.venue
            && self.store.venue(venue).await?.is_none()
        {
            faults.push(Fault::new("venue", "must be a venue"));
        }
        for (index, performer) in change.performers.iter().flatten().enumerate() {
            if self.store.performer(*performer).await?.is_none() {
                faults.push(Fault::new(format!("performers[{index}]"), "must be a performer"));
            }
        }
        Ok(faults)
    }

    /// The venue's plan as it is now.
    pub(super) async fn plan_of(&self, venue: &Venue) -> Result<Arc<SeatMap>, OrganizerError> {
        let plan = self.store.seat_map(venue.seat_map).await?;
        Ok(plan.ok_or_else(|| StoreError::corrupt(format!("{} has no plan", venue.id)))?)
    }

    async fn draft_of(
        &self,
        organizer: &Organizer,
        id: EventId,
        (venue, name, category): (VenueId, String, Category),
        change: EventChange,
    ) -> Result<Draft, OrganizerError> {
        let now = self.store.now().await?;
        let mut draft = Draft::new(id, organizer.account, venue, name.into(), category, now);
        change.apply_to_draft(&mut draft)?;
        Ok(draft)
    }

    async fn show_draft(&self, draft: Draft) -> Result<ShownDraft, OrganizerError> {
        let venue = self.store.venue(draft.venue).await?;
        let venue = venue.ok_or_else(|| StoreError::corrupt(format!("{} has no venue", draft.id)))?;
        let mut performers = Vec::with_capacity(draft.performers.len());
        for id in &draft.performers {
            performers.push(self.known_performer(*id).await?);
        }
        Ok(ShownDraft { draft, venue, performers, faults: Vec::new() })
    }

    async fn known_performer(&self, id: PerformerId) -> Result<Performer, OrganizerError> {
        let performer = self.store.performer(id).await?;
        Ok(performer.ok_or_else(|| StoreError::corrupt(format!("{id} doesn't exist")))?)
    }

    /// Holds are led to their event by its tag, so no two events may share one.
    async fn free_id(&self, id: EventId) -> Result<EventId, OrganizerError> {
        let events = self.store.event_ids().await?;
        let mut id = id;
        for _ in 0..DRAWS_MAX {
            if events.iter().all(|event| *event == id || tag_of(*event) != tag_of(id)) {
                break;
            }
            id = EventId::from_u128(mint());
        }
        Ok(id)
    }
}
