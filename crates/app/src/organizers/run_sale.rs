//! Pausing a sale and going on with it.

use admit_domain::amendment::Amendment;
use admit_domain::id::EventId;
use admit_domain::inventory::command::Command;
use admit_domain::terms::SalePhase;

use crate::app::App;

use super::access::Organizer;
use super::drafts::OwnEvent;
use super::error::OrganizerError;

impl App {
    /// Nothing new is held until it is resumed; what is held may be paid.
    pub async fn pause_event(&self, organizer: &Organizer, id: EventId) -> Result<OwnEvent, OrganizerError> {
        self.go_to(organizer, id, SalePhase::Paused).await
    }

    pub async fn resume_event(&self, organizer: &Organizer, id: EventId) -> Result<OwnEvent, OrganizerError> {
        self.go_to(organizer, id, SalePhase::Open).await
    }

    async fn go_to(&self, organizer: &Organizer, id: EventId, phase: SalePhase) -> Result<OwnEvent, OrganizerError> {
        let sale = self.require_sale(organizer, id).await?;
        sale.desk.submit(Command::Amend(Amendment::to_phase(phase))).await?;
        Ok(OwnEvent::Published(Box::new(sale)))
    }
}
