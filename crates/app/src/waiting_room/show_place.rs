//! Where somebody stands, and what they get when it is their turn.

use std::sync::Arc;

use admit_domain::id::{AccountId, EventId};
use admit_domain::time::Timestamp;
use admit_domain::waiting_room::command::{Command, Done, Refusal};
use admit_domain::waiting_room::room::{Door, Room};
use admit_domain::waiting_room::standing::{Standing, Status};

use crate::accounts::caller::Caller;
use crate::app::App;

use super::error::LineError;
use super::handle::RoomDesk;
use super::token::{Kind, Signed};

/// A place as its holder sees it.
pub struct ShownPlace {
    pub standing: Standing,
    pub room: Arc<Room>,
    /// What the holder shows from now on.
    pub token: String,
    /// The pass, if the place has one and it is known that whoever asks owns it.
    pub pass: Option<(String, Timestamp)>,
    /// Whether a pass waits for whoever says which account is theirs.
    pub is_admitted: bool,
}

impl App {
    /// The event's room, while there is a line.
    pub async fn line_of(&self, event: EventId) -> Result<Arc<RoomDesk>, LineError> {
        let room = self.room_of(event).await?;
        if room.view().door() == Door::Open {
            return Err(LineError::Refused(Refusal::NoLine));
        }
        Ok(room)
    }

    /// The event's room, also after its line has ended.
    pub async fn room_of(&self, event: EventId) -> Result<Arc<RoomDesk>, LineError> {
        match self.rooms.get(event).await? {
            Some(room) => Ok(room),
            None => {
                let exists = self.store.event(event).await?.is_some();
                Err(if exists { LineError::Refused(Refusal::NoLine) } else { LineError::NoSuchEvent })
            }
        }
    }

    /// What the holder of `token`, or else the caller's account, sees. Whoever was called and is signed in has appeared by this.
    pub async fn waiting_status(
        &self,
        event: EventId,
        token: Option<&str>,
        caller: Option<&Caller>,
    ) -> Result<ShownPlace, LineError> {
        let room = self.line_of(event).await?;
        let place = self.place_shown(&room, token, caller).await?;
        self.stand(&room, place, caller).await
    }

    /// The place that is presented: by its token, else by the account.
    pub(super) async fn place_shown(
        &self,
        room: &RoomDesk,
        token: Option<&str>,
        caller: Option<&Caller>,
    ) -> Result<Signed, LineError> {
        if let Some(token) = token {
            return self.place_in(room, token, caller);
        }
        let caller = caller.ok_or(LineError::NotInLine)?;
        let number = self.number_of(room, caller.account).await?.ok_or(LineError::NotInLine)?;
        Ok(self.signed_place(room.event(), number, Some(caller.account)))
    }

    /// Whether `token` is a place of this line that the caller may show.
    pub fn may_show_place(&self, event: EventId, token: &str, caller: Option<&Caller>) -> bool {
        self.signed_in_token(event, token, caller).is_ok()
    }

    /// What a place's token says, if the caller may show it and what it is of wasn't undone.
    pub(super) fn place_in(&self, room: &RoomDesk, token: &str, caller: Option<&Caller>) -> Result<Signed, LineError> {
        let place = self.signed_in_token(room.event(), token, caller)?;
        if room.view().head.is_undone(place.number, place.at) {
            return Err(LineError::PlaceExpired);
        }
        Ok(place)
    }

    fn signed_in_token(&self, event: EventId, token: &str, caller: Option<&Caller>) -> Result<Signed, LineError> {
        let place = Signed::read(&self.keys.places, Kind::Place, token).ok_or(LineError::BadPlace)?;
        if place.event != event {
            return Err(LineError::BadPlace);
        }
        match (place.account, caller) {
            (Some(owner), Some(caller)) if owner != caller.account => Err(LineError::PlaceNotYours),
            _ => Ok(place),
        }
    }

    /// The account's number: from memory once it has a pass, else one look into the store.
    async fn number_of(&self, room: &RoomDesk, account: AccountId) -> Result<Option<u32>, LineError> {
        if let Some(shopper) = room.view().shoppers.of(account) {
            return Ok(Some(shopper.number));
        }
        Ok(self.store.place_of(room.event(), account).await?)
    }

    pub(super) fn signed_place(&self, event: EventId, number: u32, account: Option<AccountId>) -> Signed {
        Signed { kind: Kind::Place, event, number, account, at: self.store_clock.now() }
    }

    /// Where a place stands; its owner, if called, appears by asking.
    pub(super) async fn stand(
        &self,
        room: &RoomDesk,
        mut place: Signed,
        caller: Option<&Caller>,
    ) -> Result<ShownPlace, LineError> {
        let mut standing = self.standing_of(room, place.number).await?;
        if let Some(caller) = caller {
            let is_unclaimed = place.account.is_none() && is_open(standing.status);
            let is_called = matches!(standing.status, Status::Called { .. });
            if is_unclaimed || is_called {
                place = self.appear(room, place, caller).await?;
                standing = self.standing_of(room, place.number).await?;
            }
        }
        if standing.status == Status::Expired {
            return Err(LineError::PlaceExpired);
        }
        let view = room.view();
        let pass = match (standing.status, caller) {
            (Status::Admitted { account, .. }, Some(caller)) if account != caller.account => {
                return Err(LineError::PlaceNotYours);
            }
            (Status::Admitted { account, ends_at }, Some(_)) => {
                let pass = Signed {
                    kind: Kind::Pass,
                    event: room.event(),
                    number: standing.position,
                    account: Some(account),
                    at: ends_at,
                };
                Some((pass.token(&self.keys.places), ends_at))
            }
            _ => None,
        };
        let is_admitted = matches!(standing.status, Status::Admitted { .. } | Status::Called { .. });
        Ok(ShownPlace { standing, room: view, token: place.token(&self.keys.places), pass, is_admitted })
    }

    async fn appear(&self, room: &RoomDesk, place: Signed, caller: &Caller) -> Result<Signed, LineError> {
        let show = Command::Show { number: place.number, account: caller.account };
        match room.submit(show).await {
            Ok(Done::Place { number }) => Ok(self.signed_place(room.event(), number, Some(caller.account))),
            Ok(Done::Nothing) => Err(LineError::Defect),
            Err(LineError::Refused(Refusal::NotYours)) => Err(LineError::PlaceNotYours),
            Err(LineError::Refused(Refusal::PlaceGone)) => Err(LineError::PlaceExpired),
            Err(error) => Err(error),
        }
    }

    /// A number that memory doesn't know was handed out by another node, which this one hears of here at the latest.
    async fn standing_of(&self, room: &RoomDesk, number: u32) -> Result<Standing, LineError> {
        if let Some(standing) = room.view().standing(number) {
            return Ok(standing);
        }
        room.catch_up().await?;
        room.view().standing(number).ok_or(LineError::PlaceExpired)
    }
}

/// Whether a place is still of use to whoever claims it.
pub(super) fn is_open(status: Status) -> bool {
    match status {
        Status::Prequeue | Status::Waiting | Status::Called { .. } => true,
        Status::Ready | Status::Admitted { .. } | Status::Left | Status::Expired => false,
    }
}
