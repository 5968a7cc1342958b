//! What the rest of the program sees of a room.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use admit_domain::id::{AccountId, EventId};
use admit_domain::waiting_room::command::{Command, Done};
use admit_domain::waiting_room::room::Room;
use tokio::sync::{mpsc, oneshot};
use tokio::time::{Instant, sleep, timeout};

use super::bells::Bells;
use super::error::LineError;

/// How long a room that other nodes changed may lag behind them.
const BEHIND_FOR: Duration = Duration::from_millis(50);

pub(super) type Verdict = Result<Done, LineError>;

pub(super) struct Queued {
    pub(super) command: Command,
    pub(super) reply: oneshot::Sender<Verdict>,
    pub(super) since: Instant,
}

pub(super) enum Message {
    Command(Queued),
    /// Take over what others committed, then say so.
    CatchUp(oneshot::Sender<Result<(), LineError>>),
}

/// One event's waiting room on this node.
pub struct RoomDesk {
    pub(super) event: EventId,
    pub(super) queue: mpsc::Sender<Message>,
    pub(super) shown: Arc<RwLock<Arc<Room>>>,
    pub(super) bells: Arc<Bells>,
    /// Whether other processes write to the same store.
    pub(super) is_shared: bool,
    /// Whether it is known already that others have committed, and this node is about to look.
    pub(super) is_behind: Arc<AtomicBool>,
    pub(super) answer_within: Duration,
}

impl RoomDesk {
    pub fn event(&self) -> EventId {
        self.event
    }

    /// The room as of the latest commit that this node knows.
    pub fn view(&self) -> Arc<Room> {
        self.shown.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub fn bells(&self) -> &Arc<Bells> {
        &self.bells
    }

    /// How many commands wait for the next batches.
    pub fn queued(&self) -> usize {
        self.queue.max_capacity() - self.queue.capacity()
    }

    /// Has `command` carried out and committed, or says why not.
    pub async fn submit(&self, command: Command) -> Verdict {
        let (reply, answer) = oneshot::channel();
        let queued = Queued { command, reply, since: Instant::now() };
        self.queue.try_send(Message::Command(queued)).map_err(|_| LineError::Busy)?;
        match timeout(self.answer_within, answer).await {
            Ok(Ok(verdict)) => verdict,
            Ok(Err(_)) | Err(_) => Err(LineError::Late),
        }
    }

    /// Has what is due done, without waiting for it.
    pub(super) fn nudge(&self) {
        let (reply, _) = oneshot::channel();
        let queued = Queued { command: Command::Tick, reply, since: Instant::now() };
        // A room that has no place left in its queue is about to look at what is due anyhow.
        let _ = self.queue.try_send(Message::Command(queued));
    }

    /// Another node says that the room has this version. What happened is read a little later, so that a line that many join at
    /// other nodes isn't read for each of their batches.
    pub(super) fn hear(&self, version: u64) {
        if version <= self.view().version || self.is_behind.swap(true, Ordering::AcqRel) {
            return;
        }
        let (is_behind, queue) = (self.is_behind.clone(), self.queue.clone());
        tokio::spawn(async move {
            sleep(BEHIND_FOR).await;
            is_behind.store(false, Ordering::Release);
            let (reply, _) = oneshot::channel();
            let _ = queue.try_send(Message::CatchUp(reply));
        });
    }

    /// As [`Self::catch_up`], but waits for nothing. A room that has no place left in its queue is asked again before long.
    pub(super) fn look(&self) {
        let (reply, _) = oneshot::channel();
        let _ = self.queue.try_send(Message::CatchUp(reply));
    }

    /// Takes over what other nodes have committed, if there are any.
    pub async fn catch_up(&self) -> Result<(), LineError> {
        if !self.is_shared {
            return Ok(());
        }
        let (reply, answer) = oneshot::channel();
        self.queue.try_send(Message::CatchUp(reply)).map_err(|_| LineError::Busy)?;
        match timeout(self.answer_within, answer).await {
            Ok(Ok(outcome)) => outcome,
            Ok(Err(_)) | Err(_) => Err(LineError::Late),
        }
    }
}

/// Whose place a command needs to be looked up.
pub(super) fn account_in(command: &Command) -> Option<AccountId> {
    match command {
        Command::Join { account, .. } => *account,
        Command::Show { account, .. } | Command::Enter { account } => Some(*account),
        Command::Leave { .. } | Command::Configure { .. } | Command::Tick => None,
    }
}

/// The number whose owner a command needs to know.
pub(super) fn number_in(command: &Command) -> Option<u32> {
    match command {
        Command::Show { number, .. } | Command::Leave { number, .. } => Some(*number),
        Command::Join { .. } | Command::Enter { .. } | Command::Configure { .. } | Command::Tick => None,
    }
}
