//! Looking after rooms: what is due, what other nodes did, and what is long past.

use std::time::Duration;

use admit_domain::id::EventId;
use admit_domain::waiting_room::command::Command;
use metrics::gauge;

use crate::app::App;

use super::error::LineError;

const ROOMS_AT_ONCE_MAX: u32 = 100;
/// Longer than any commit stays unknown, and than any node lags behind.
const PAST: Duration = Duration::from_secs(86_400);
const PAST_AT_ONCE_MAX: u32 = 5_000;

impl App {
    /// Has every room that is due looked after. Of all nodes that try, one finds something to do.
    pub async fn tick_rooms(&self) -> Result<(), LineError> {
        let mut outcome = Ok(());
        for event in self.store.due_rooms(ROOMS_AT_ONCE_MAX).await? {
            // One that can't be loaded is the first to be due the next time too, and must hold up no other.
            let ticked = self.tick_room(event).await;
            outcome = outcome.and(ticked);
        }
        self.measure_rooms();
        outcome
    }

    async fn tick_room(&self, event: EventId) -> Result<(), LineError> {
        match self.rooms.get(event).await? {
            Some(room) => room.submit(Command::Tick).await.map(drop),
            None => Ok(()),
        }
    }

    /// Takes over what other nodes did to the rooms that this one shows. It doesn't wait until that is done, so that one that is
    /// slow holds up no other.
    pub async fn follow_rooms(&self) -> Result<(), LineError> {
        if !self.store.is_shared() {
            return Ok(());
        }
        let rooms = self.rooms.all();
        let events: Vec<EventId> = rooms.iter().map(|room| room.event()).collect();
        let versions = self.store.room_versions(&events).await?;
        for room in rooms {
            let newer = |(event, version): &(EventId, u64)| *event == room.event() && *version > room.view().version;
            if versions.iter().any(newer) {
                room.look();
            }
        }
        Ok(())
    }

    pub async fn forget_old_passes(&self) -> Result<(), LineError> {
        let before = self.store.now().await? - PAST;
        while self.store.forget_rooms_past(before, PAST_AT_ONCE_MAX).await? >= u64::from(PAST_AT_ONCE_MAX) {}
        Ok(())
    }

    fn measure_rooms(&self) {
        let views: Vec<_> = self.rooms.all().iter().map(|room| (room.view(), room.queued())).collect();
        let sum = |of: &dyn Fn(&admit_domain::waiting_room::room::Room) -> u32| -> f64 {
            views.iter().map(|(view, _)| f64::from(of(view))).sum()
        };
        gauge!("admit_room_people", "what" => "waiting").set(sum(&|room| room.waiting()));
        gauge!("admit_room_people", "what" => "unanswered").set(sum(&|room| room.unanswered()));
        gauge!("admit_room_people", "what" => "ready").set(sum(&|room| room.shoppers.ready()));
        gauge!("admit_room_people", "what" => "shopping").set(sum(&|room| room.shoppers.live()));
        gauge!("admit_room_commands_waiting").set(views.iter().map(|(_, queued)| *queued as f64).sum::<f64>());
    }
}
