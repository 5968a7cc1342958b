//! An organizer's view of a waiting room: settings, history, and who may see its counts.

use std::sync::Arc;

use admit_domain::id::EventId;
use admit_domain::waiting_room::command::Command;
use admit_domain::waiting_room::room::Room;
use admit_domain::waiting_room::settings::{Settings, SettingsChange};

use crate::app::App;
use crate::organizers::access::Organizer;
use crate::organizers::error::OrganizerError;
use crate::ports::waiting_rooms::HistoryItem;

use super::error::{LineError, RoomChangeError};
use super::handle::RoomDesk;

/// A room as its organizer sees it. An event whose room was never set up has none yet.
pub struct OwnRoom {
    pub settings: Settings,
    pub room: Option<Arc<Room>>,
}

impl App {
    pub async fn own_room(&self, organizer: &Organizer, event: EventId) -> Result<OwnRoom, RoomChangeError> {
        self.require_own(organizer, event).await?;
        let view = self.rooms.get(event).await?.map(|room| room.view());
        let settings = view.as_ref().map(|room| room.head.settings.clone()).unwrap_or_default();
        Ok(OwnRoom { settings, room: view })
    }

    /// Makes the room if there is none. Only an event that is published has a line.
    pub async fn change_room(
        &self,
        organizer: &Organizer,
        event: EventId,
        change: SettingsChange,
    ) -> Result<OwnRoom, RoomChangeError> {
        self.require_own(organizer, event).await?;
        if self.store.event(event).await?.is_none() {
            return Err(OrganizerError::NotPublished.into());
        }
        let room = self.make_room(event).await?;
        room.submit(Command::Configure { change, by: organizer.account }).await?;
        let view = room.view();
        Ok(OwnRoom { settings: view.head.settings.clone(), room: Some(view) })
    }

    /// Newest first, before `before`.
    pub async fn room_history(
        &self,
        organizer: &Organizer,
        event: EventId,
        before: Option<(u64, u32)>,
        limit: u32,
    ) -> Result<Vec<HistoryItem>, RoomChangeError> {
        self.require_own(organizer, event).await?;
        Ok(self.store.room_history(event, before, limit).await?)
    }

    /// The event's room, made if there was none.
    pub async fn make_room(&self, event: EventId) -> Result<Arc<RoomDesk>, LineError> {
        if let Some(room) = self.rooms.get(event).await? {
            return Ok(room);
        }
        self.store.make_room(event, &Settings::default()).await?;
        self.rooms.get_made(event).await?.ok_or(LineError::Defect)
    }
}
