//! Deciding one batch of a room, inside the transaction that holds the room's row.

use admit_domain::inventory::journal::BatchId;
use admit_domain::waiting_room::command::Command;
use admit_domain::waiting_room::room::Room;
use admit_domain::waiting_room::step::Step;

use crate::ports::waiting_rooms::{RoomOpening, RoomWrites, StoredRoom};

use super::error::LineError;
use super::handle::Verdict;
use super::memory::catch_up;

/// A room as it is committed, and as it will be if the batch under way is.
pub(super) struct Working {
    pub(super) room: Room,
    next: Option<Room>,
    /// What the commands of the batch under way come to, in their order, once it is committed.
    pub(super) verdicts: Vec<Verdict>,
    /// Memory can't be brought to the store's state; it must be loaded anew.
    pub(super) stale: bool,
}

impl Working {
    pub(super) fn new(room: Room) -> Working {
        Working { room, next: None, verdicts: Vec::new(), stale: false }
    }

    /// Decides `commands` in order, after whatever is due. `None`: nothing changes, or memory is stale.
    pub(super) fn decide(&mut self, opening: RoomOpening, batch: BatchId, commands: &[Command]) -> Option<RoomWrites> {
        self.verdicts.clear();
        let RoomOpening { version, now, missed, known } = opening;
        if let Some(missed) = missed {
            // What is stored has the version that this batch has raised already.
            let stored = StoredRoom { version: version - 1, ..missed };
            self.stale |= !catch_up(&mut self.room, stored);
        }
        if self.stale || version != self.room.version + 1 {
            self.stale = true;
            return None;
        }
        let mut step = Step::begin(self.room.clone(), version, now, known);
        self.verdicts = commands.iter().map(|command| step.carry_out(command).map_err(LineError::Refused)).collect();
        match step.finish() {
            Ok(outcome) if !outcome.is_changed => None,
            Ok(outcome) => {
                self.next = Some(outcome.room.clone());
                Some(RoomWrites { batch, room: outcome.room, changes: outcome.changes })
            }
            Err(exceeded) => {
                metrics::counter!("admit_alarms_total", "kind" => "room_limit").increment(1);
                tracing::error!(event = %self.room.event, %exceeded, "a batch of a waiting room breaks its limit");
                self.verdicts.iter_mut().for_each(|verdict| *verdict = Err(LineError::Defect));
                None
            }
        }
    }

    pub(super) fn keep(&mut self) {
        if let Some(next) = self.next.take() {
            self.room = next;
        }
    }

    pub(super) fn take_back(&mut self) {
        self.next = None;
    }
}
