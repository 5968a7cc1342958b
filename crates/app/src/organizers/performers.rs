//! Performers.

use admit_domain::event::Performer;
use admit_domain::id::PerformerId;

use crate::app::App;
use crate::ports::error::StoreError;

use super::access::Organizer;
use super::error::OrganizerError;
use super::texts::{put_description, put_name};

/// What is said of a performer; `None` stays as it is.
#[derive(Debug, Clone, Default)]
pub struct PerformerFields {
    pub name: Option<String>,
    pub description: Option<String>,
}

impl App {
    /// Makes the performer `id`; one that the same request has made already is as good.
    pub async fn create_performer(
        &self,
        organizer: &Organizer,
        id: PerformerId,
        fields: PerformerFields,
    ) -> Result<Performer, OrganizerError> {
        let mut performer =
            Performer { id, organizer: Some(organizer.account), name: "".into(), description: "".into() };
        fields.apply_to(&mut performer)?;
        match self.store.create_performer(&performer).await {
            Err(StoreError::Taken { constraint: "performers_pkey" }) => self.own_performer(organizer, id).await,
            Err(error) => Err(error.into()),
            Ok(()) => Ok(performer),
        }
    }

    pub async fn own_performer(&self, organizer: &Organizer, id: PerformerId) -> Result<Performer, OrganizerError> {
        let performer = self.store.performer(id).await?.ok_or(OrganizerError::NoSuchThing)?;
        organizer.require(performer.organizer)?;
        Ok(performer)
    }

    /// Newest first, after `after`.
    pub async fn own_performers(
        &self,
        organizer: &Organizer,
        after: Option<PerformerId>,
        limit: u32,
    ) -> Result<Vec<Performer>, OrganizerError> {
        Ok(self.store.performers_owned(organizer.owned(), after, limit).await?)
    }

    pub async fn change_performer(
        &self,
        organizer: &Organizer,
        id: PerformerId,
        fields: PerformerFields,
    ) -> Result<Performer, OrganizerError> {
        let mut performer = self.own_performer(organizer, id).await?;
        fields.apply_to(&mut performer)?;
        self.store.update_performer(&performer).await?;
        Ok(performer)
    }
}

impl PerformerFields {
    fn apply_to(self, performer: &mut Performer) -> Result<(), OrganizerError> {
        let mut faults = Vec::new();
        put_name("name", &mut performer.name, self.name, &mut faults);
        put_description(&mut performer.description, self.description, &mut faults);
        OrganizerError::of(faults)
    }
}
