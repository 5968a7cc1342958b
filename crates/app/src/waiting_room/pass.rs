//! Who may reserve: those with a pass, while the room is open.

use admit_domain::id::EventId;
use admit_domain::waiting_room::command::{Command, Refusal};
use admit_domain::waiting_room::room::{Door, Room};
use admit_domain::waiting_room::shoppers::{Shopper, Stage};

use crate::accounts::caller::Caller;
use crate::app::App;

use super::error::LineError;
use super::token::{Kind, Signed};

/// What the caller's side of a reservation came to, before the batch looks at the pass itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Admission {
    /// The event has no door.
    NotNeeded,
    HasPass,
}

impl App {
    /// Refuses whoever has no pass where one is needed. A presented pass decides; else the account's own. Where no line stands,
    /// whoever comes gets a pass here.
    pub(crate) async fn require_pass(
        &self,
        event: EventId,
        caller: &Caller,
        presented: Option<&str>,
    ) -> Result<Admission, LineError> {
        let Some(room) = self.rooms.get(event).await? else { return Ok(Admission::NotNeeded) };
        let view = room.view();
        if view.door() == Door::Open {
            return Ok(Admission::NotNeeded);
        }
        let pass = match presented {
            Some(text) => Some(self.read_pass(event, caller, text)?),
            None => None,
        };
        if is_live(&view, caller, pass.as_ref()) {
            return Ok(Admission::HasPass);
        }
        // Another node may have let them in just now.
        room.catch_up().await?;
        let view = room.view();
        if is_live(&view, caller, pass.as_ref()) {
            return Ok(Admission::HasPass);
        }
        match (pass, view.door()) {
            (Some(_), _) => Err(LineError::PassExpired),
            (None, Door::Open) => Ok(Admission::NotNeeded),
            (None, Door::Guarded) => Err(LineError::PassRequired),
            (None, Door::Free) => match room.submit(Command::Enter { account: caller.account }).await {
                Ok(_) => Ok(Admission::HasPass),
                Err(LineError::Refused(Refusal::MustWait | Refusal::NoLine)) => Err(LineError::PassRequired),
                Err(error) => Err(error),
            },
        }
    }

    /// The batch found no live pass though memory knew one, or knew of no room. What memory knows is brought up to date.
    pub(crate) async fn pass_was_missing(&self, event: EventId, admission: Admission) -> LineError {
        self.rooms.look_again(event);
        if let Ok(Some(room)) = self.rooms.get(event).await {
            room.nudge();
        }
        match admission {
            Admission::HasPass => LineError::PassExpired,
            Admission::NotNeeded => LineError::PassRequired,
        }
    }

    /// Somebody bought, so a pass may have ended, and another may go in.
    pub(crate) async fn look_after_room(&self, event: EventId) {
        if let Ok(Some(room)) = self.rooms.get(event).await {
            room.nudge();
        }
    }

    fn read_pass(&self, event: EventId, caller: &Caller, text: &str) -> Result<Signed, LineError> {
        let pass = Signed::read(&self.keys.places, Kind::Pass, text).ok_or(LineError::BadPass)?;
        if pass.event != event {
            return Err(LineError::BadPass);
        }
        if pass.account != Some(caller.account) {
            return Err(LineError::PassNotYours);
        }
        Ok(pass)
    }
}

fn is_live(room: &Room, caller: &Caller, pass: Option<&Signed>) -> bool {
    let shopper = room.shoppers.of(caller.account);
    let has_pass = |shopper: &&Shopper| matches!(shopper.stage, Stage::Live { .. });
    shopper.filter(has_pass).is_some_and(|shopper| pass.is_none_or(|pass| pass.number == shopper.position))
}
