//! What is noted of all nodes between their links and the store: each batch that was decided, and when, in beats of one count.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use admit_app::ports::error::StoreResult;
use admit_app::ports::waiting_rooms::{RoomWrites, WaitingRooms};
use admit_domain::id::EventId;
use admit_domain::inventory::journal::BatchId;

use crate::auditor::evidence::{Beats, LineRequest, LineVerdict, RoomCommit};

#[derive(Default)]
pub(super) struct Ledger {
    beats: AtomicU64,
    notes: Mutex<Notes>,
}

#[derive(Default)]
struct Notes {
    sales: BTreeMap<u128, Beats>,
    rooms: Vec<NotedRoom>,
    requests: Vec<LineRequest>,
}

struct NotedRoom {
    commit: RoomCommit,
    outcome: Outcome,
}

/// What is known of a batch that was decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    Committed,
    NotCommitted,
    Unknown,
}

impl Ledger {
    /// One more beat: whatever has a smaller one was before.
    pub(super) fn beat(&self) -> u64 {
        self.beats.fetch_add(1, Ordering::SeqCst)
    }

    fn notes(&self) -> MutexGuard<'_, Notes> {
        self.notes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn begin_request(&self, request: LineRequest) -> usize {
        let requests = &mut self.notes().requests;
        requests.push(request);
        requests.len() - 1
    }

    pub(super) fn end_request(&self, number: usize, ended: u64, verdict: LineVerdict) {
        self.notes().requests[number].ended = Some((ended, verdict));
    }

    pub(super) fn requests(&self) -> Vec<LineRequest> {
        self.notes().requests.clone()
    }

    pub(super) fn sales(&self) -> BTreeMap<u128, Beats> {
        self.notes().sales.clone()
    }

    /// The batches of a room that were committed, in order, after the store was asked for those of which nobody was told.
    pub(super) async fn commits(&self, event: EventId, store: &dyn WaitingRooms) -> StoreResult<Vec<RoomCommit>> {
        let noted: Vec<_> = self.notes().rooms.iter().map(|noted| (noted.commit.clone(), noted.outcome)).collect();
        let mut commits = Vec::new();
        for (commit, outcome) in noted {
            let is_committed = match outcome {
                Outcome::Committed => true,
                Outcome::NotCommitted => false,
                Outcome::Unknown => store.was_room_committed(event, commit.batch).await?,
            };
            if is_committed {
                commits.push(commit);
            }
        }
        commits.sort_by_key(|commit| commit.room.version);
        Ok(commits)
    }

    pub(super) fn decided_sale(&self, batch: BatchId, began: u64) {
        let beats = Beats { began, decided: self.beat(), ended: u64::MAX };
        self.notes().sales.insert(batch.0, beats);
    }

    pub(super) fn end_sale(&self, batch: u128) {
        let ended = self.beat();
        if let Some(beats) = self.notes().sales.get_mut(&batch) {
            beats.ended = ended;
        }
    }

    pub(super) fn decided_room(&self, writes: &RoomWrites, began: u64) {
        let beats = Beats { began, decided: self.beat(), ended: u64::MAX };
        let (room, changes) = (writes.room.clone(), writes.changes.clone());
        let commit = RoomCommit { batch: writes.batch, room, changes, beats };
        self.notes().rooms.push(NotedRoom { commit, outcome: Outcome::Unknown });
    }

    pub(super) fn end_room(&self, batch: BatchId, outcome: Outcome) {
        let ended = self.beat();
        if let Some(noted) = self.notes().rooms.iter_mut().rev().find(|noted| noted.commit.batch == batch) {
            noted.outcome = outcome;
            noted.commit.beats.ended = ended;
        }
    }
}
