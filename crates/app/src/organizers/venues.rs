//! Venues: made with a plan, changed, and given new plans. A plan itself never changes, so events keep the one that they were
//! published with.

use std::sync::Arc;

use admit_domain::event::Venue;
use admit_domain::id::VenueId;
use admit_domain::seat_map::SeatMap;

use crate::app::App;
use crate::ports::error::StoreError;

use super::access::Organizer;
use super::error::OrganizerError;
use super::texts::{put_address, put_city, put_country, put_name, put_time_zone};

/// What is said of a venue; `None` stays as it is.
#[derive(Debug, Clone, Default)]
pub struct VenueFields {
    pub name: Option<String>,
    pub city: Option<String>,
    pub country: Option<String>,
    pub address: Option<String>,
    pub time_zone: Option<String>,
}

impl App {
    /// Makes the venue `id`; one that the same request has made already is as good.
    pub async fn create_venue(
        &self,
        organizer: &Organizer,
        id: VenueId,
        fields: VenueFields,
        plan: SeatMap,
    ) -> Result<(Venue, Arc<SeatMap>), OrganizerError> {
        let nothing: Box<str> = "".into();
        let mut venue = Venue {
            id,
            organizer: Some(organizer.account),
            name: nothing.clone(),
            city: nothing.clone(),
            country: nothing.clone(),
            address: nothing,
            time_zone: "UTC".into(),
            seat_map: plan.id,
        };
        fields.apply_to(&mut venue)?;
        self.store.create_seat_map(&plan).await?;
        match self.store.create_venue(&venue).await {
            Err(StoreError::Taken { constraint: "venues_pkey" }) => self.own_venue_with_plan(organizer, id).await,
            Err(error) => Err(error.into()),
            Ok(()) => self.with_plan(venue).await,
        }
    }

    pub async fn own_venue(&self, organizer: &Organizer, id: VenueId) -> Result<Venue, OrganizerError> {
        let venue = self.store.venue(id).await?.ok_or(OrganizerError::NoSuchThing)?;
        organizer.require(venue.organizer)?;
        Ok(venue)
    }

    /// The venue with the plan that new events take.
    pub async fn own_venue_with_plan(
        &self,
        organizer: &Organizer,
        id: VenueId,
    ) -> Result<(Venue, Arc<SeatMap>), OrganizerError> {
        let venue = self.own_venue(organizer, id).await?;
        self.with_plan(venue).await
    }

    /// Newest first, after `after`.
    pub async fn own_venues(
        &self,
        organizer: &Organizer,
        after: Option<VenueId>,
        limit: u32,
    ) -> Result<Vec<Venue>, OrganizerError> {
        Ok(self.store.venues_owned(organizer.owned(), after, limit).await?)
    }

    pub async fn change_venue(
        &self,
        organizer: &Organizer,
        id: VenueId,
        fields: VenueFields,
        plan: Option<SeatMap>,
    ) -> Result<(Venue, Arc<SeatMap>), OrganizerError> {
        let mut venue = self.own_venue(organizer, id).await?;
        fields.apply_to(&mut venue)?;
        if let Some(plan) = plan {
            self.store.create_seat_map(&plan).await?;
            venue.seat_map = plan.id;
        }
        self.store.update_venue(&venue).await?;
        self.with_plan(venue).await
    }

    async fn with_plan(&self, venue: Venue) -> Result<(Venue, Arc<SeatMap>), OrganizerError> {
        let plan = self.store.seat_map(venue.seat_map).await?.ok_or(OrganizerError::NoSuchThing)?;
        Ok((venue, plan))
    }
}

impl VenueFields {
    fn apply_to(self, venue: &mut Venue) -> Result<(), OrganizerError> {
        let mut faults = Vec::new();
        put_name("name", &mut venue.name, self.name, &mut faults);
        put_city(&mut venue.city, self.city, &mut faults);
        put_country(&mut venue.country, self.country, &mut faults);
        put_address(&mut venue.address, self.address, &mut faults);
        put_time_zone(&mut venue.time_zone, self.time_zone, &mut faults);
        OrganizerError::of(faults)
    }
}
