//! Whether a node hears the others and is heard, for whoever watches it.

use std::sync::atomic::{AtomicBool, Ordering};

use metrics::gauge;

/// The two ways of a node's link to the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Publishing,
    Listening,
}

#[derive(Debug, Default)]
pub(super) struct Link {
    publishes: AtomicBool,
    listens: AtomicBool,
    /// Something couldn't be told.
    has_lost: AtomicBool,
}

impl Link {
    pub(super) fn publishes(&self) -> bool {
        self.publishes.load(Ordering::Acquire)
    }

    pub(super) fn trouble(&self) -> Option<&'static str> {
        match (self.publishes(), self.listens.load(Ordering::Acquire)) {
            (true, true) => None,
            (false, false) => Some("away"),
            (true, false) => Some("other nodes aren't heard"),
            (false, true) => Some("other nodes aren't told"),
        }
    }

    /// One way goes through from now on.
    pub(super) fn is_well(&self, way: Way) {
        if !self.flag(way).swap(true, Ordering::AcqRel) {
            tracing::info!(?way, "Redis is there");
        }
        self.measure();
    }

    /// One way doesn't go through any more, or not yet.
    pub(super) fn is_broken(&self, way: Way, was_told: &mut bool, why: &(dyn std::error::Error + 'static)) {
        let was_well = self.flag(way).swap(false, Ordering::AcqRel);
        if was_well || !*was_told {
            *was_told = true;
            tracing::warn!(?way, error = why, "Redis is away; nodes hear of each other by the database");
        }
        self.measure();
    }

    pub(super) fn lose(&self) {
        self.has_lost.store(true, Ordering::Release);
    }

    /// Whether something was lost since this was last asked.
    pub(super) fn take_lost(&self) -> bool {
        self.has_lost.swap(false, Ordering::AcqRel)
    }

    fn measure(&self) {
        gauge!("admit_fanout_connected").set(if self.trouble().is_none() { 1.0 } else { 0.0 });
    }

    fn flag(&self, way: Way) -> &AtomicBool {
        match way {
            Way::Publishing => &self.publishes,
            Way::Listening => &self.listens,
        }
    }
}
