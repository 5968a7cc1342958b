//! Getting out of line.

use admit_domain::id::EventId;
use admit_domain::waiting_room::command::{Command, Refusal};

use crate::accounts::caller::Caller;
use crate::app::App;

use super::error::LineError;

impl App {
    /// Frees the place, with its pass if it has one. A place that is gone stays so.
    pub async fn leave_waiting_room(
        &self,
        event: EventId,
        token: Option<&str>,
        caller: Option<&Caller>,
    ) -> Result<(), LineError> {
        let room = self.line_of(event).await?;
        let place = self.place_shown(&room, token, caller).await?;
        let account = place.account.or(caller.map(|caller| caller.account));
        match room.submit(Command::Leave { number: place.number, account }).await {
            Ok(_) => Ok(()),
            Err(LineError::Refused(Refusal::NotYours)) => Err(LineError::PlaceNotYours),
            Err(LineError::Refused(Refusal::NoSuchPlace)) => Err(LineError::PlaceExpired),
            Err(error) => Err(error),
        }
    }
}
