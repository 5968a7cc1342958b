//! Giving a hold back, and making it last longer.

use std::sync::Arc;

use admit_domain::hold::{Hold, RequestKey};
use admit_domain::id::{EventId, HoldId};
use admit_domain::inventory::command::Command;
use admit_domain::inventory::refusal::Refusal;

use crate::accounts::caller::Caller;
use crate::app::App;
use crate::desk::{Answer, Desk, DeskError};
use crate::ids::{tag_in, tag_of};

impl App {
    /// Frees the hold's places; one that is released or expired stays so.
    pub async fn release_hold(&self, caller: &Caller, event: EventId, hold: HoldId) -> Result<(), DeskError> {
        let desk = self.desks.get(event).await?;
        desk.submit(Command::Release { hold, account: caller.account }).await.map(drop)
    }

    /// Makes the hold last longer, once. The second value: it was made so before, by the same request.
    pub async fn extend_hold(
        &self,
        caller: &Caller,
        hold: HoldId,
        key: Option<RequestKey>,
    ) -> Result<(EventId, Hold, bool), DeskError> {
        let desk = self.desk_of_hold(hold).await?;
        let done = desk.submit(Command::Extend { hold, account: caller.account, key }).await?;
        match done.answer {
            Answer::Hold(hold) => Ok((desk.event(), *hold, done.repeated)),
            Answer::Order(..) | Answer::Nothing => Err(DeskError::Defect),
        }
    }

    /// The desk of the event that `hold` is of, as the hold's id tells. It alone knows whether there is such a hold.
    pub(crate) async fn desk_of_hold(&self, hold: HoldId) -> Result<Arc<Desk>, DeskError> {
        if let Some(desk) = self.desks.find_by_hold(hold) {
            return Ok(desk);
        }
        let events = self.store.event_ids().await.map_err(|_| DeskError::Away)?;
        let event = events.into_iter().find(|event| tag_of(*event) == tag_in(hold));
        self.desks.get(event.ok_or(DeskError::Refused(Refusal::NoSuchHold))?).await
    }
}
