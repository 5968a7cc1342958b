//! The caller's open holds.

use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use admit_domain::hold::Hold;
use admit_domain::id::EventId;

use crate::accounts::caller::Caller;
use crate::app::App;
use crate::desk::{DeskError, SharedLook};
use crate::ports::Store;

/// Which events have holds under way.
pub struct HeldEvents {
    store: Arc<dyn Store>,
    look: OnceLock<SharedLook<Arc<[EventId]>>>,
    /// Where no other process writes, desks know of every hold once those are loaded that had some when this one began: none is let
    /// go of while anybody holds something.
    all_loaded: AtomicBool,
}

impl HeldEvents {
    pub(crate) fn new(store: Arc<dyn Store>) -> HeldEvents {
        HeldEvents { store, look: OnceLock::new(), all_loaded: AtomicBool::new(false) }
    }

    async fn ask(&self) -> Result<Arc<[EventId]>, DeskError> {
        let look = self.look.get_or_init(|| {
            let store = self.store.clone();
            SharedLook::start(move || {
                let store = store.clone();
                async move {
                    let events = store.events_with_holds().await.map_err(|_| DeskError::Away)?;
                    Ok(events.into())
                }
            })
        });
        look.ask().await
    }
}

impl App {
    /// What the caller holds, open or in checkout, of `event` or of all events; the oldest first.
    pub async fn my_holds(&self, caller: &Caller, event: Option<EventId>) -> Result<Vec<(EventId, Hold)>, DeskError> {
        let events = match event {
            Some(event) => HashSet::from([event]),
            None => self.events_with_holds().await?,
        };
        let mut mine = Vec::new();
        for event in events {
            let desk = match self.desks.get(event).await {
                Err(DeskError::NoSuchEvent) => continue,
                desk => desk?,
            };
            let holds = desk.holds_of(caller.account).await?;
            mine.extend(holds.into_iter().map(|hold| (event, hold)));
        }
        mine.sort_unstable_by_key(|(_, hold)| (hold.created_at, hold.id));
        Ok(mine)
    }

    /// All events of which anybody may hold something, and perhaps some more.
    async fn events_with_holds(&self) -> Result<HashSet<EventId>, DeskError> {
        let held = &self.held_events;
        let mut events = HashSet::new();
        if self.store.is_shared() || !held.all_loaded.load(Ordering::Acquire) {
            for event in held.ask().await?.iter() {
                self.desks.get(*event).await?;
                events.insert(*event);
            }
            held.all_loaded.store(true, Ordering::Release);
        }
        if !self.store.is_shared() {
            events.extend(self.desks.all().iter().map(|desk| desk.event()));
        }
        Ok(events)
    }
}
