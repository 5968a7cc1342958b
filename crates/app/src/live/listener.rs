//! One who watches one event: a place in the event's ring of frames.

use std::sync::Arc;

use admit_domain::id::EventId;
use admit_domain::inventory::journal::Version;
use metrics::counter;

use super::frame::{Frame, Snapshot};
use super::hub::Hub;

/// What a listener is to be told next.
#[derive(Debug, Clone)]
pub enum Piece {
    /// Where it starts: frames follow from this version on.
    Snapshot(Arc<Snapshot>),
    Frame(Arc<Frame>),
    /// Everything is sold, at this version.
    SoldOut(Version),
    /// It fell too far behind: a snapshot follows, and whatever it knew is to be fetched anew.
    Resync,
}

#[derive(Debug)]
pub struct Listener {
    pub(super) hub: Arc<Hub>,
    pub(super) id: u64,
    /// The number of the next frame.
    pub(super) next: u64,
    /// What it has been told of.
    pub(super) at: Version,
    /// What comes before the next frame.
    pub(super) ahead: Option<Piece>,
    /// Whether it is to be told that everything is sold.
    pub(super) says_sold_out: bool,
}

impl Listener {
    pub fn event(&self) -> EventId {
        self.hub.event()
    }

    /// The version up to which it has been told, or will have been once it took what is ahead.
    pub fn at(&self) -> Version {
        self.at
    }

    /// What is to be told next, if there is anything.
    pub fn next_piece(&mut self) -> Option<Piece> {
        if let Some(piece) = self.ahead.take() {
            return Some(piece);
        }
        if std::mem::take(&mut self.says_sold_out) {
            return Some(Piece::SoldOut(self.at));
        }
        let ring = self.hub.ring();
        if self.next < ring.first() {
            counter!("admit_live_resyncs_total").increment(1);
            let head = ring.head().clone();
            (self.next, self.at, self.says_sold_out) = (ring.end(), head.version, head.is_sold_out);
            self.ahead = Some(Piece::Snapshot(head));
            return Some(Piece::Resync);
        }
        loop {
            let frame = ring.get(self.next)?.clone();
            self.next += 1;
            if frame.version <= self.at {
                continue;
            }
            let frame = if frame.from < self.at { Arc::new(frame.for_a_listener_at(self.at)) } else { frame };
            (self.at, self.says_sold_out) = (frame.version, frame.is_sold_out);
            return Some(Piece::Frame(frame));
        }
    }

    /// It knows everything up to `at`, and needs the frames from number `next` on.
    pub(super) fn go_on_from(&mut self, next: u64, at: Version, ahead: Option<Arc<Frame>>, is_sold_out: bool) {
        (self.next, self.at, self.says_sold_out) = (next, at, is_sold_out);
        self.ahead = ahead.map(Piece::Frame);
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.hub.leave(self.id);
    }
}
