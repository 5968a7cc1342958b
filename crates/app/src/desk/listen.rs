//! Watching a desk's event, from its present state or from a version that the listener knows.

use std::sync::{Arc, PoisonError};

use admit_domain::hold::Hold;
use admit_domain::inventory::journal::{Change, Entry, Version};
use admit_domain::inventory::state::Inventory;
use metrics::counter;

use crate::live::{Bell, Listener, UnitSet};

use super::handle::Desk;

/// Whoever is further behind is better off with the whole state.
const JOURNAL_ENTRIES_MAX: u64 = 1_024;
const PAGE_ENTRIES: u32 = 256;
/// How many changes are looked up before the desk gets its turn.
const CHANGES_AT_ONCE: usize = 256;

impl Desk {
    /// Watches this event. Who knows the state as of `after` is told what changed since, if that can still be told; all others
    /// begin with a snapshot.
    pub async fn listen(&self, after: Option<Version>, bell: Arc<Bell>) -> Listener {
        let mut listener = self.hub.listen(bell);
        let Some(last) = after else { return listener };
        let by = self.go_on(&mut listener, last).await.unwrap_or("snapshot");
        counter!("admit_live_resumes_total", "by" => by).increment(1);
        listener
    }

    /// Has `listener` go on from `last`, and says by what. `None`: it must begin anew.
    async fn go_on(&self, listener: &mut Listener, last: Version) -> Option<&'static str> {
        if last > self.view().version() {
            // Another node may have told it, and be ahead of this one.
            self.catch_up().await.ok()?;
        }
        let known = self.view().version();
        if last.epoch != known.epoch || last > known {
            return None;
        }
        if self.hub.go_on(listener, last) {
            return Some("ring");
        }
        let _alone = self.hub.reading_journal.lock().await;
        if self.hub.go_on(listener, last) {
            return Some("ring");
        }
        let units = self.touched_since(last, listener.at()).await?;
        self.hub.catch_up(listener, last, units);
        Some("journal")
    }

    /// The units that commits after `last` touched, up to `until`. `None`: that can't be told.
    async fn touched_since(&self, last: Version, until: Version) -> Option<UnitSet> {
        if until.number.saturating_sub(last.number) > JOURNAL_ENTRIES_MAX {
            return None;
        }
        let mut units = UnitSet::new(self.view().hall().units());
        let mut read = last;
        while read < until {
            let entries = self.store.entries(self.event, read, PAGE_ENTRIES).await.ok()?;
            let wanted: Vec<Entry> = entries.into_iter().take_while(|entry| entry.version <= until).collect();
            if wanted.first()?.version != read.next() {
                return None;
            }
            read = wanted.last()?.version;
            let changes: Vec<Change> = wanted.into_iter().flat_map(|entry| entry.changes).collect();
            for some in changes.chunks(CHANGES_AT_ONCE) {
                let working = self.working.lock().unwrap_or_else(PoisonError::into_inner);
                some.iter().try_for_each(|change| touch(&mut units, change, &working.inventory))?;
            }
        }
        Some(units)
    }
}

/// Adds the units that `change` touched. `None`: it is of a hold that `inventory` has forgotten.
fn touch(units: &mut UnitSet, change: &Change, inventory: &Inventory) -> Option<()> {
    let mut touch_hold = |hold: &Hold| hold.units.iter().for_each(|held| units.insert(held.unit));
    match change {
        Change::Held(hold) => touch_hold(hold),
        Change::Released { hold } | Change::Expired { hold } => touch_hold(inventory.hold(*hold)?),
        Change::Paid { order }
        | Change::Failed { order, .. }
        | Change::Cancelled { order, .. }
        | Change::RefusedMoney { order, .. } => touch_hold(inventory.hold(inventory.order(*order)?.hold)?),
        Change::Blocked(ranges) | Change::Unblocked(ranges) => {
            ranges.iter().flat_map(|range| range.units()).for_each(|unit| units.insert(unit));
        }
        Change::Extended { .. }
        | Change::Begun(_)
        | Change::Awaited { .. }
        | Change::Adopted { .. }
        | Change::Configured(_) => {}
    }
    Some(())
}
