//! Holding places of an event.

use admit_domain::hold::{Hold, RequestKey};
use admit_domain::id::EventId;
use admit_domain::inventory::command::{Choice, Command};

use crate::accounts::caller::Caller;
use crate::app::App;
use crate::desk::{Answer, DeskError};
use crate::ids::mint_hold;
use crate::waiting_room::error::ReserveError;
use crate::waiting_room::pass::Admission;

pub struct Reserve {
    pub event: EventId,
    pub choice: Choice,
    pub key: Option<RequestKey>,
    /// The pass that the caller presents; without one, the account's own counts.
    pub pass: Option<String>,
}

impl App {
    /// Holds what `reserve` chooses. The second value: it was held before, by the same request.
    pub async fn reserve_seats(&self, caller: &Caller, reserve: Reserve) -> Result<(Hold, bool), ReserveError> {
        let event = reserve.event;
        let desk = self.desks.get(event).await?;
        let is_repeated = reserve.key.is_some_and(|key| desk.knows_request(caller.account, key));
        // A repeated request gets its first answer, whatever has become of the pass.
        let admission = match is_repeated {
            true => Admission::NotNeeded,
            false => match (self.require_pass(event, caller, reserve.pass.as_deref()).await, reserve.key) {
                (Ok(admission), _) => admission,
                // Another node may have answered this request just now.
                (Err(_), Some(key)) if desk.knows_request_anywhere(caller.account, key).await? => Admission::NotNeeded,
                (Err(refused), _) => return Err(refused.into()),
            },
        };
        let command =
            Command::Hold { hold: mint_hold(event), buyer: caller.buyer(), choice: reserve.choice, key: reserve.key };
        let done = match desk.submit(command).await {
            Err(DeskError::NoPass) => return Err(self.pass_was_missing(event, admission).await.into()),
            verdict => verdict?,
        };
        match done.answer {
            Answer::Hold(hold) => Ok((*hold, done.repeated)),
            Answer::Order(..) | Answer::Nothing => Err(DeskError::Defect.into()),
        }
    }
}
