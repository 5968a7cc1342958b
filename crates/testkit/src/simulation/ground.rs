//! What a simulation stands on: a store, and how time passes there.

use std::sync::Arc;

use admit_app::ports::waiting_rooms::WaitingRooms;
use admit_domain::id::EventId;
use admit_domain::inventory::audit::Records;
use admit_domain::time::Timestamp;
use async_trait::async_trait;

use crate::auditor::evidence::Moment;

use super::sale::Sale;
use super::sky::Sky;

/// How time passes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    /// At once, when nobody has anything to do. Holds last for minutes.
    Virtual,
    /// As it does. Holds last for a second.
    Real,
}

#[async_trait]
pub trait Ground: Send + Sync + 'static {
    fn pace(&self) -> Pace;

    /// The store's time now, before there is any event.
    async fn now(&self) -> Timestamp;

    /// Makes the event with its sale, and gives the store that nodes are linked to. Where it can, it takes trouble from `sky`.
    async fn open(&self, event: EventId, sale: &Sale, sky: Arc<Sky>) -> Arc<dyn WaitingRooms>;

    /// The store's latest version, and its time; never fails, and doesn't wait for a commit under way.
    async fn moment(&self, event: EventId) -> Moment;

    /// All of the event's rows, where they can be had.
    async fn records(&self, event: EventId) -> Option<Records>;

    /// Sets the store's clock ahead, where that can be done.
    fn jump(&self, by: std::time::Duration);
}
