//! Taking the next batch from the queues: whatever is there, the reserved lane first.

use std::sync::Arc;
use std::time::Duration;

use admit_domain::inventory::journal::Entry;
use tokio::sync::{mpsc, oneshot};

use super::handle::{DeskError, Look, Message, Queued};

pub(super) const BATCH_COMMANDS_MAX: usize = 256;
pub(super) const BATCH_UNITS_MAX: usize = 2_000;
/// A command that waited longer is dropped unapplied: its caller has given up or should.
const WAIT_MAX: Duration = Duration::from_secs(2);

pub(super) struct Lanes {
    pub(super) normal: mpsc::Receiver<Message>,
    pub(super) reserved: mpsc::Receiver<Message>,
    pub(super) told: mpsc::Receiver<Arc<Entry>>,
}

/// What there is to do.
#[derive(Default)]
pub(super) struct Collected {
    pub(super) commands: Vec<Queued>,
    pub(super) catch_ups: Vec<oneshot::Sender<Result<(), DeskError>>>,
    pub(super) looks: Vec<Look>,
    /// What other nodes committed, as they tell it.
    pub(super) entries: Vec<Arc<Entry>>,
    units: usize,
}

impl Lanes {
    /// Waits until there is something, then takes all there is, up to a batch. `None`: nobody can ask any more.
    pub(super) async fn next(&mut self) -> Option<Collected> {
        let mut collected = Collected::default();
        let first = tokio::select! {
            biased;
            message = self.reserved.recv() => Some(message?),
            entry = self.told.recv() => {
                collected.entries.push(entry?);
                None
            }
            message = self.normal.recv() => Some(message?),
        };
        while let Ok(entry) = self.told.try_recv() {
            collected.entries.push(entry);
        }
        let waiting = usize::from(first.is_some()) + self.reserved.len() + self.normal.len();
        collected.commands.reserve_exact(waiting.min(BATCH_COMMANDS_MAX));
        first.into_iter().for_each(|message| collected.take(message));
        for lane in [&mut self.reserved, &mut self.normal] {
            while !collected.is_full() {
                let Ok(message) = lane.try_recv() else { break };
                collected.take(message);
            }
        }
        Some(collected)
    }
}

impl Collected {
    fn is_full(&self) -> bool {
        self.commands.len() >= BATCH_COMMANDS_MAX || self.units >= BATCH_UNITS_MAX
    }

    fn take(&mut self, message: Message) {
        match message {
            Message::CatchUp(reply) => self.catch_ups.push(reply),
            Message::Look(look) => self.looks.push(look),
            Message::Command(queued) if queued.reply.is_closed() => {}
            Message::Command(queued) if queued.since.elapsed() > WAIT_MAX => {
                let _ = queued.reply.send(Err(DeskError::Busy));
            }
            Message::Command(queued) => {
                self.units += queued.command.weight();
                self.commands.push(queued);
            }
        }
    }
}
