//! How sales stand as a whole: all that lists and previews show of an event, for which nobody needs to read each seat.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use admit_domain::id::EventId;
use admit_domain::inventory::journal::Version;
use admit_domain::terms::Terms;
use admit_domain::time::Timestamp;

use crate::app::App;
use crate::counts::Counts;
use crate::ports::Store;
use crate::ports::catalogue::ListedEvent;
use crate::ports::error::StoreResult;

/// What is kept of so many events takes less room than one desk.
const KEPT_MAX: usize = 50_000;

/// How an event's sale stands.
#[derive(Debug, Clone)]
pub struct Standing {
    pub terms: Arc<Terms>,
    pub version: Version,
    pub total: Counts,
    pub now: Timestamp,
}

/// The counts of events whose desks aren't loaded here, each counted again only once its version has moved.
pub struct Occupancies {
    store: Arc<dyn Store>,
    kept: Mutex<HashMap<EventId, (Version, Counts)>>,
}

impl Occupancies {
    pub fn new(store: Arc<dyn Store>) -> Occupancies {
        Occupancies { store, kept: Mutex::default() }
    }

    /// Those that have no inventory are left out.
    async fn of(&self, events: &[EventId]) -> StoreResult<HashMap<EventId, (Version, Counts)>> {
        if events.is_empty() {
            return Ok(HashMap::new());
        }
        let versions = self.store.versions(events).await?;
        let mut found: HashMap<_, _> = {
            let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
            let is_right = |(event, version): &(EventId, Version)| {
                kept.get(event).filter(|(counted_at, _)| counted_at == version).map(|counted| (*event, *counted))
            };
            versions.iter().filter_map(is_right).collect()
        };
        let moved: Vec<EventId> =
            versions.iter().map(|(event, _)| *event).filter(|event| !found.contains_key(event)).collect();
        let counted = self.store.occupancies(&moved).await?;
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() + counted.len() > KEPT_MAX {
            kept.clear();
        }
        for (event, version, counts) in counted {
            kept.insert(event, (version, counts));
            found.insert(event, (version, counts));
        }
        Ok(found)
    }
}

impl App {
    /// Of each of `listed` that has an inventory: as its desk has it where it is loaded, else as its rows do.
    pub(crate) async fn standings(&self, listed: &[&ListedEvent]) -> StoreResult<HashMap<EventId, Standing>> {
        let ids = || listed.iter().map(|listed| listed.event.id);
        let desks: HashMap<_, _> = ids().filter_map(|id| Some((id, self.desks.find(id)?))).collect();
        let others: Vec<EventId> = ids().filter(|id| !desks.contains_key(id)).collect();
        let counted = self.occupancies.of(&others).await?;
        let standing = |listed: &&ListedEvent| {
            let id = listed.event.id;
            let standing = match desks.get(&id) {
                Some(desk) => desk.view().standing(),
                None => {
                    let (version, total) = *counted.get(&id)?;
                    Standing { terms: Arc::new(listed.terms.clone()), version, total, now: self.clock.now() }
                }
            };
            Some((id, standing))
        };
        Ok(listed.iter().filter_map(standing).collect())
    }
}
