//! Getting in line.

use admit_domain::id::EventId;
use admit_domain::waiting_room::command::{Command, Done, Proof};
use admit_domain::waiting_room::standing::Status;

use crate::accounts::caller::Caller;
use crate::app::App;

use super::error::LineError;
use super::handle::RoomDesk;
use super::show_place::ShownPlace;

impl App {
    /// Gives a place; to a token whose place is still there, or to an account that has one, the same. A token that is none is as
    /// no token: whoever holds one wants a place.
    pub async fn join_waiting_room(
        &self,
        event: EventId,
        token: Option<&str>,
        caller: Option<&Caller>,
    ) -> Result<ShownPlace, LineError> {
        let room = self.line_of(event).await?;
        if let Some(token) = token {
            let known = match self.place_in(&room, token, caller) {
                Ok(place) => Some(place),
                Err(LineError::BadPlace | LineError::PlaceExpired) => None,
                Err(error) => return Err(error),
            };
            if let Some(place) = known {
                match self.stand(&room, place, caller).await {
                    Ok(shown) if shown.standing.status != Status::Left => return Ok(shown),
                    Ok(_) | Err(LineError::PlaceExpired) => {}
                    Err(error) => return Err(error),
                }
            }
        }
        let proof = self.proof_of(&room, caller).await?;
        let account = caller.map(|caller| caller.account);
        match room.submit(Command::Join { account, proof }).await? {
            Done::Place { number } => {
                let place = self.signed_place(event, number, account);
                self.stand(&room, place, caller).await
            }
            Done::Nothing => Err(LineError::Defect),
        }
    }

    /// Only a draw asks whether an address was proved.
    async fn proof_of(&self, room: &RoomDesk, caller: Option<&Caller>) -> Result<Proof, LineError> {
        let Some(caller) = caller.filter(|_| room.view().is_gathering()) else { return Ok(Proof::Unproved) };
        let account = self.store.account(caller.account).await?;
        let is_verified = account.is_some_and(|account| account.verified_at.is_some());
        Ok(if is_verified { Proof::Verified } else { Proof::Unproved })
    }
}
