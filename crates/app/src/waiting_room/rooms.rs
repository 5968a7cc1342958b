//! All waiting rooms of this node, each loaded when its event is first asked for.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use admit_domain::id::EventId;
use admit_domain::waiting_room::draw::RoomKey;
use tokio::sync::mpsc;
use tokio::time::Instant;

use crate::ports::fanout::Others;
use crate::ports::waiting_rooms::WaitingRooms;
use crate::turns::Turns;

use super::batch::Working;
use super::bells::Bells;
use super::error::LineError;
use super::handle::RoomDesk;
use super::memory::restore;
use super::task::Task;

const QUEUE_COMMANDS_MAX: usize = 16_384;
const ANSWER_WITHIN: Duration = Duration::from_secs(10);
/// How long it is believed that an event has no room, where other nodes may make one.
const NONE_FOR: Duration = Duration::from_secs(1);

/// What is known of events. An event that isn't there is in neither map, so that made-up ids cost no memory.
#[derive(Default)]
struct Known {
    rooms: HashMap<EventId, Arc<RoomDesk>>,
    /// Events that had no room when it was last looked.
    without: HashMap<EventId, Instant>,
}

pub struct Rooms {
    store: Arc<dyn WaitingRooms>,
    /// What each room's own key is made from.
    key: [u8; 32],
    known: RwLock<Known>,
    loading: Turns,
    others: Others,
}

impl Rooms {
    /// `others` are told what becomes of rooms here.
    pub fn new(store: Arc<dyn WaitingRooms>, key: [u8; 32], others: Others) -> Rooms {
        Rooms { store, key, known: RwLock::default(), loading: Turns::default(), others }
    }

    /// The event's room, loaded if it isn't yet. `None`: it has none.
    pub async fn get(&self, event: EventId) -> Result<Option<Arc<RoomDesk>>, LineError> {
        if let Some(known) = self.known(event) {
            return Ok(known);
        }
        let _turn = self.loading.take(event).await;
        match self.known(event) {
            Some(known) => Ok(known),
            None => self.open(event).await,
        }
    }

    /// As [`Self::get`] just after the event's room was made: whatever was known before is looked up again.
    pub(super) async fn get_made(&self, event: EventId) -> Result<Option<Arc<RoomDesk>>, LineError> {
        // Whoever looked before it was made has noted by now what they found.
        let _turn = self.loading.take(event).await;
        self.look_again(event);
        match self.known(event) {
            Some(known) => Ok(known),
            None => self.open(event).await,
        }
    }

    /// Another node says that the event's room has this version.
    pub(crate) fn hear(&self, event: EventId, version: u64) {
        match self.known(event) {
            Some(Some(room)) => room.hear(version),
            Some(None) => self.look_again(event),
            None => {}
        }
    }

    /// Forgets that an event has no room, since it may have one now.
    pub(super) fn look_again(&self, event: EventId) {
        self.known.write().unwrap_or_else(PoisonError::into_inner).without.remove(&event);
    }

    /// The rooms that are loaded.
    pub fn all(&self) -> Vec<Arc<RoomDesk>> {
        self.known.read().unwrap_or_else(PoisonError::into_inner).rooms.values().cloned().collect()
    }

    /// What this event's draw and salts are made from.
    pub fn key_of(&self, event: EventId) -> RoomKey {
        RoomKey::from_bytes(*blake3::keyed_hash(&self.key, &event.to_bytes()).as_bytes())
    }

    fn known(&self, event: EventId) -> Option<Option<Arc<RoomDesk>>> {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(room) = known.rooms.get(&event) {
            return Some(Some(room.clone()));
        }
        let since = known.without.get(&event)?;
        (!self.store.is_shared() || since.elapsed() < NONE_FOR).then_some(None)
    }

    async fn open(&self, event: EventId) -> Result<Option<Arc<RoomDesk>>, LineError> {
        let Some(stored) = self.store.stored_room(event, 0).await? else {
            if self.store.version(event).await?.is_some() {
                let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
                known.without.insert(event, Instant::now());
            }
            return Ok(None);
        };
        let key = self.key_of(event);
        let room = restore(event, key, stored).ok_or(LineError::Defect)?;
        let shown = Arc::new(RwLock::new(Arc::new(room.clone())));
        let (queue, messages) = mpsc::channel(QUEUE_COMMANDS_MAX);
        let bells = Arc::new(Bells::default());
        let task = Task {
            event,
            store: self.store.clone(),
            key,
            working: Arc::new(Mutex::new(Working::new(room))),
            shown: shown.clone(),
            bells: bells.clone(),
            queue: messages,
            others: self.others.clone(),
        };
        tokio::spawn(task.run());
        let is_shared = self.store.is_shared();
        let is_behind = Arc::default();
        let desk = RoomDesk { event, queue, shown, bells, is_shared, is_behind, answer_within: ANSWER_WITHIN };
        let desk = Arc::new(desk);
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        known.without.remove(&event);
        known.rooms.insert(event, desk.clone());
        Ok(Some(desk))
    }
}
