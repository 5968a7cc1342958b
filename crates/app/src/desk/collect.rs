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
        let first = tokio::select! {
            biased;
            message = self.reserved.recv() => message,
            message = self.normal.recv() => message,
        };
        let first = first?;
        let waiting = 1 + self.reserved.len() + self.normal.len();
        let commands = Vec::with_capacity(waiting.min(BATCH_COMMANDS_MAX));
        let mut collected = Collected { commands, ..Collected::default() };
        collected.take(first);
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
            Message::Entry(entry) => self.entries.push(entry),
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
