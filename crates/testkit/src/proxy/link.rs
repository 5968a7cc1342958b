//! What all connections of one proxy share: how the way behaves, and who is told when that changes.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;

use tokio::sync::watch;

use super::Behaviour;
use super::cutting::Cuts;
use crate::draw::Draw;

#[derive(Debug)]
pub(super) struct Link {
    pub(super) server: SocketAddr,
    pub(super) behaviour: watch::Sender<Behaviour>,
    /// How often everything was reset.
    pub(super) resets: watch::Sender<u64>,
    pub(super) cuts: Cuts,
    pub(super) open: AtomicUsize,
    /// How many delays were drawn, each of which makes the next one another.
    delays: AtomicU64,
}

impl Link {
    pub(super) fn new(server: SocketAddr) -> Link {
        Link {
            server,
            behaviour: watch::Sender::new(Behaviour::Pass),
            resets: watch::Sender::new(0),
            cuts: Cuts::default(),
            open: AtomicUsize::new(0),
            delays: AtomicU64::new(0),
        }
    }

    pub(super) fn set(&self, behaviour: Behaviour) {
        self.behaviour.send_replace(behaviour);
    }

    pub(super) fn reset(&self) {
        self.resets.send_modify(|count| *count += 1);
    }

    pub(super) fn is(&self) -> Behaviour {
        *self.behaviour.borrow()
    }

    /// Returns once the way behaves as `wanted` says.
    pub(super) async fn until(&self, wanted: impl FnMut(&Behaviour) -> bool) {
        // The sender lives as long as the link, which is borrowed here.
        let _ = self.behaviour.subscribe().wait_for(wanted).await;
    }

    /// Between `by` and so much more.
    pub(super) fn delay(&self, by: Duration, jitter: Duration) -> Duration {
        let number = self.delays.fetch_add(1, Ordering::Relaxed);
        by + jitter * Draw::from_seed(number).below(1_001) as u32 / 1_000
    }
}
