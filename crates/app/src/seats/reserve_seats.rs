//! Holding places of an event.

use admit_domain::hold::{Hold, RequestKey};
use admit_domain::id::EventId;
use admit_domain::inventory::command::{Choice, Command};

use crate::accounts::caller::Caller;
use crate::app::App;
use crate::desk::{Answer, DeskError};
use crate::ids::mint_hold;

pub struct Reserve {
    pub event: EventId,
    pub choice: Choice,
    pub key: Option<RequestKey>,
}

impl App {
    /// Holds what `reserve` chooses. The second value: it was held before, by the same request.
    pub async fn reserve_seats(&self, caller: &Caller, reserve: Reserve) -> Result<(Hold, bool), DeskError> {
        let desk = self.desks.get(reserve.event).await?;
        let command = Command::Hold {
            hold: mint_hold(reserve.event),
            buyer: caller.buyer(),
            choice: reserve.choice,
            key: reserve.key,
        };
        let done = desk.submit(command).await?;
        match done.answer {
            Answer::Hold(hold) => Ok((*hold, done.repeated)),
            Answer::Order(..) | Answer::Nothing => Err(DeskError::Defect),
        }
    }
}
