//! A place in line that a socket tells of: at least every few seconds, and at once when it is called.

use std::sync::Arc;
use std::time::Duration;

use admit_app::accounts::caller::Caller;
use admit_app::live::Bell;
use admit_app::waiting_room::bells::Listening;
use admit_app::waiting_room::error::LineError;
use admit_app::waiting_room::{RoomDesk, ShownPlace};
use admit_domain::id::EventId;
use admit_domain::waiting_room::room::Door;
use admit_domain::waiting_room::standing::Status;
use serde_json::Value;
use tokio::time::Instant;

use crate::http::from_app::internal;
use crate::http::problem::Problem;
use crate::http::queue::show_place;
use crate::http::state::ApiState;

/// So that whoever waits hears something each five seconds, which is what clients count on.
const TELL_EVERY: Duration = Duration::from_secs(4);

pub(super) struct Waiting {
    event: EventId,
    room: Arc<RoomDesk>,
    token: String,
    listening: Listening,
    /// What its holder was told last, and by which account it was asked for.
    told: Option<(Status, bool)>,
    next: Instant,
}

/// What there is to say of a place.
pub(super) enum Told {
    Nothing,
    Message(Value),
    /// There is nothing more to say of it.
    Over(Problem),
}

impl Waiting {
    /// Begins to tell of the place that `token` is, or else of the account's own. `None`: nothing was shown, and nobody is in line.
    pub(super) async fn begin(
        state: &ApiState,
        event: EventId,
        token: Option<&str>,
        caller: Option<&Caller>,
        bell: &Arc<Bell>,
    ) -> Result<Option<Waiting>, LineError> {
        if token.is_some() {
            return Waiting::begin_at(state, event, token, caller, bell).await.map(Some);
        }
        // Most events have no line, which is known from memory.
        let room = if caller.is_some() { state.app.rooms.get(event).await.ok().flatten() } else { None };
        if room.is_none_or(|room| room.view().door() == Door::Open) {
            return Ok(None);
        }
        // Whoever showed no place isn't told why none is found: they may watch the event all the same.
        Ok(Waiting::begin_at(state, event, None, caller, bell).await.ok())
    }

    async fn begin_at(
        state: &ApiState,
        event: EventId,
        token: Option<&str>,
        caller: Option<&Caller>,
        bell: &Arc<Bell>,
    ) -> Result<Waiting, LineError> {
        let room = state.app.line_of(event).await?;
        let place = state.app.waiting_status(event, token, caller).await?;
        let listening = room.bells().listen(place.standing.position, bell.clone());
        bell.ring();
        Ok(Waiting { event, room, token: place.token, listening, told: None, next: Instant::now() })
    }

    pub(super) fn event(&self) -> EventId {
        self.event
    }

    /// When it must be told of again.
    pub(super) fn next(&self) -> Instant {
        self.next
    }

    pub(super) async fn tell(&mut self, state: &ApiState, caller: Option<&Caller>, bell: &Arc<Bell>) -> Told {
        let is_signed_in = caller.is_some();
        if Instant::now() < self.next && !self.has_changed(is_signed_in) {
            return Told::Nothing;
        }
        self.next = Instant::now() + TELL_EVERY;
        let place = match state.app.waiting_status(self.event, Some(&self.token), caller).await {
            Ok(place) => place,
            // It is asked again, as long as its holder stays.
            Err(LineError::Busy | LineError::Away | LineError::Late) => return Told::Nothing,
            Err(error) => return Told::Over(error.into()),
        };
        let standing = place.standing;
        self.token.clone_from(&place.token);
        if self.listening.position() != standing.position {
            self.listening = self.room.bells().listen(standing.position, bell.clone());
        }
        self.told = Some((standing.status, is_signed_in));
        match message(state, self.event, &place).await {
            Ok(message) => Told::Message(message),
            Err(_) => Told::Nothing,
        }
    }

    /// Whether something became of the place since it was told of; people in front who go are told of by and by.
    fn has_changed(&self, is_signed_in: bool) -> bool {
        let Some((status, was_signed_in)) = self.told else { return true };
        let view = self.room.view();
        // A draw gives the place another position.
        let position = self.listening.position();
        let is_drawn = status == Status::Prequeue && !view.is_gathering() && !view.awaits_input();
        let is_called = position <= view.head.called;
        let has_pass = view
            .shoppers
            .at(position)
            .is_some_and(|shopper| matches!(shopper.stage, admit_domain::waiting_room::shoppers::Stage::Live { .. }));
        let was_called = !matches!(status, Status::Waiting | Status::Prequeue);
        let had_pass = matches!(status, Status::Admitted { .. });
        is_drawn || is_called != was_called || has_pass != had_pass || is_signed_in != was_signed_in
    }
}

async fn message(state: &ApiState, event: EventId, place: &ShownPlace) -> Result<Value, Problem> {
    let shown = serde_json::to_value(show_place(state, event, place).await?);
    let mut message = shown.map_err(|error| internal(&error))?;
    let kind = if place.is_admitted { "admitted" } else { "queue" };
    message["type"] = kind.into();
    message["event_id"] = event.to_string().into();
    Ok(message)
}
