//! The newest frames of an event, from which every listener takes what it hasn't had.

use std::collections::VecDeque;
use std::sync::Arc;

use admit_domain::inventory::journal::Version;

use super::frame::{Frame, Snapshot};

/// Most of a minute's under load.
const FRAMES_MAX: usize = 2_048;
/// About two megabytes.
const WEIGHT_MAX: usize = 65_536;

/// Frames are numbered from the first that the hub ever made; each begins where the one before it ends.
#[derive(Debug)]
pub(super) struct Ring {
    frames: VecDeque<Arc<Frame>>,
    /// The number of the oldest frame that is kept.
    first: u64,
    weight: usize,
    /// The counts after the newest frame.
    head: Arc<Snapshot>,
}

impl Ring {
    pub(super) fn new(head: Snapshot) -> Ring {
        Ring { frames: VecDeque::new(), first: 0, weight: 0, head: Arc::new(head) }
    }

    pub(super) fn head(&self) -> &Arc<Snapshot> {
        &self.head
    }

    /// The number of the oldest frame that is kept.
    pub(super) fn first(&self) -> u64 {
        self.first
    }

    /// The number that the next frame will have.
    pub(super) fn end(&self) -> u64 {
        self.first + self.frames.len() as u64
    }

    pub(super) fn get(&self, number: u64) -> Option<&Arc<Frame>> {
        self.frames.get(usize::try_from(number.checked_sub(self.first)?).ok()?)
    }

    /// The frames from `number` on.
    pub(super) fn since(&self, number: u64) -> impl Iterator<Item = &Arc<Frame>> {
        self.frames.iter().skip(usize::try_from(number.saturating_sub(self.first)).unwrap_or(usize::MAX))
    }

    /// The first frame that somebody at `version` needs. `None`: older ones than are kept.
    pub(super) fn after(&self, version: Version) -> Option<u64> {
        if version >= self.head.version {
            return Some(self.end());
        }
        let index = self.frames.partition_point(|frame| frame.version <= version);
        let frame = self.frames.get(index)?;
        (frame.from <= version).then_some(self.first + index as u64)
    }

    /// Adds a frame, and drops the oldest while there are too many.
    pub(super) fn push(&mut self, frame: Frame, head: Snapshot) {
        self.weight += frame.weight();
        self.frames.push_back(Arc::new(frame));
        self.head = Arc::new(head);
        while self.frames.len() > FRAMES_MAX || (self.weight > WEIGHT_MAX && self.frames.len() > 1) {
            self.drop_oldest();
        }
    }

    /// Forgets all frames and begins anew at `head`.
    pub(super) fn restart(&mut self, head: Snapshot) {
        self.forget();
        self.head = Arc::new(head);
    }

    /// Forgets all frames.
    pub(super) fn forget(&mut self) {
        self.first = self.end();
        self.frames = VecDeque::new();
        self.weight = 0;
    }

    fn drop_oldest(&mut self) {
        if let Some(frame) = self.frames.pop_front() {
            self.weight -= frame.weight();
            self.first += 1;
        }
    }
}
