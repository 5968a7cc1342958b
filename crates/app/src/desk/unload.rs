//! Letting go of desks that nobody needs, so that what nobody looks at any more takes no memory.

use std::convert::Infallible;
use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};

use metrics::counter;

use crate::app::App;

use super::desks::Desks;
use super::handle::Desk;

impl App {
    pub async fn unload_idle_desks(&self) -> Result<(), Infallible> {
        self.desks.unload_idle();
        Ok(())
    }
}

impl Desks {
    /// Lets go of desks that nobody asked for since this was last called. Each is loaded again when it is asked for.
    pub fn unload_idle(&self) {
        let idle: Vec<_> = {
            let mut loaded = self.loaded.write().unwrap_or_else(PoisonError::into_inner);
            // Nobody can take one in hand while the map is locked, and so nobody has one that isn't in it any more.
            loaded.extract_if(|_, desk| desk.is_idle()).collect()
        };
        counter!("admit_desks_unloaded_total").increment(idle.len() as u64);
    }
}

impl Desk {
    /// Whether nobody asked for it since this was last asked, nobody has it in hand, nobody listens, and nobody holds anything or
    /// is paying: buyers ask for what they hold without saying of which event, and are warned before it ends.
    fn is_idle(self: &Arc<Self>) -> bool {
        let was_used = self.was_used.swap(false, Ordering::Relaxed);
        !was_used && Arc::strong_count(self) == 1 && self.hub.is_asleep() && self.is_nobodys()
    }

    /// Whoever has the memory in hand right now commits something, and then it isn't.
    fn is_nobodys(&self) -> bool {
        let working = self.working.try_lock();
        working.is_ok_and(|working| !working.inventory.holds().any(|hold| hold.is_pending()))
    }
}
