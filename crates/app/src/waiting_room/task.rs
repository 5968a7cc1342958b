//! A room's task: collect, commit, answer, again.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Duration;

use admit_domain::id::{AccountId, EventId};
use admit_domain::inventory::journal::BatchId;
use admit_domain::waiting_room::command::Command;
use admit_domain::waiting_room::draw::RoomKey;
use admit_domain::waiting_room::room::Room;
use metrics::{counter, histogram};
use tokio::sync::{mpsc, oneshot};
use tokio::time::{Instant, sleep};

use crate::ids::mint;
use crate::ports::error::StoreError;
use crate::ports::fanout::{self, Others};
use crate::ports::waiting_rooms::{Asked, RoomCommitted, RoomDecide, RoomError, WaitingRooms};

use super::batch::Working;
use super::bells::Bells;
use super::error::LineError;
use super::handle::{Message, Queued, account_in, number_in};
use super::memory::{catch_up, restore};

const BATCH_COMMANDS_MAX: usize = 2_048;
/// A command that waited longer is dropped undone: its caller has given up or should.
const WAIT_MAX: Duration = Duration::from_secs(5);
const ROUNDS_MAX: u32 = 4;
const SETTLE_RETRY_FIRST: Duration = Duration::from_millis(20);
const SETTLE_RETRY_MAX: Duration = Duration::from_secs(1);

pub(super) struct Task {
    pub(super) event: EventId,
    pub(super) store: Arc<dyn WaitingRooms>,
    pub(super) key: RoomKey,
    pub(super) working: Arc<Mutex<Working>>,
    pub(super) shown: Arc<RwLock<Arc<Room>>>,
    pub(super) bells: Arc<Bells>,
    pub(super) queue: mpsc::Receiver<Message>,
    pub(super) others: Others,
}

/// What a round of a batch came to.
enum Round {
    Decided,
    Again,
    Failed(LineError),
}

#[derive(Default)]
struct Collected {
    commands: Vec<Queued>,
    catch_ups: Vec<oneshot::Sender<Result<(), LineError>>>,
}

impl Task {
    /// Runs until nobody holds a handle to this room any more.
    pub(super) async fn run(mut self) {
        while let Some(first) = self.queue.recv().await {
            let mut collected = Collected::default();
            collected.take(first);
            while collected.commands.len() < BATCH_COMMANDS_MAX
                && let Ok(message) = self.queue.try_recv()
            {
                collected.take(message);
            }
            self.serve(collected).await;
        }
    }

    async fn serve(&self, collected: Collected) {
        if !collected.catch_ups.is_empty() {
            let outcome = self.catch_up().await;
            if let Err(error @ LineError::Defect) = &outcome {
                tracing::error!(event = %self.event, %error, "a waiting room can't catch up");
            }
            for reply in collected.catch_ups {
                let _ = reply.send(outcome.clone());
            }
        }
        if collected.commands.is_empty() {
            return;
        }
        let begun = Instant::now();
        let (commands, replies): (Vec<Command>, Vec<_>) =
            collected.commands.into_iter().map(|queued| (queued.command, queued.reply)).unzip();
        let commands: Arc<[Command]> = commands.into();
        let outcome = self.commit(&commands).await;
        histogram!("admit_room_batch_commands").record(commands.len() as f64);
        histogram!("admit_room_batch_seconds").record(begun.elapsed().as_secs_f64());
        match outcome {
            Ok(()) => {
                let verdicts = std::mem::take(&mut self.working().verdicts);
                for (reply, verdict) in replies.into_iter().zip(verdicts) {
                    let _ = reply.send(verdict);
                }
            }
            Err(error) => {
                for reply in replies {
                    let _ = reply.send(Err(error.clone()));
                }
            }
        }
    }

    async fn commit(&self, commands: &Arc<[Command]>) -> Result<(), LineError> {
        for _ in 0..ROUNDS_MAX {
            if self.working().stale {
                self.reload().await?;
            }
            match self.commit_once(commands).await {
                Round::Decided => return Ok(()),
                Round::Again => {}
                Round::Failed(error) => return Err(error),
            }
        }
        tracing::error!(event = %self.event, "a room's batch was given up after {ROUNDS_MAX} rounds");
        Err(LineError::Busy)
    }

    async fn commit_once(&self, commands: &Arc<[Command]>) -> Round {
        let batch = BatchId(mint());
        let decide: RoomDecide = {
            let (working, commands) = (self.working.clone(), commands.clone());
            Box::new(move |opening| {
                working.lock().unwrap_or_else(PoisonError::into_inner).decide(opening, batch, &commands)
            })
        };
        let known = self.working().room.version;
        match self.store.commit_room(self.event, known, asked(commands), decide).await {
            Ok(RoomCommitted::Nothing) if self.working().stale => Round::Again,
            Ok(RoomCommitted::Nothing) => {
                self.publish();
                Round::Decided
            }
            Ok(RoomCommitted::Written) => {
                self.publish_and_tell();
                Round::Decided
            }
            Err(RoomError::Store(StoreError::Unknown(_))) => self.settle(batch).await,
            Err(RoomError::Store(error)) => {
                let mut working = self.working();
                working.take_back();
                // Memory may have been read from rows that aren't what was written.
                working.stale = !matches!(error, StoreError::Away(_));
                Round::Failed(error.into())
            }
            Err(RoomError::NoRoom) => Round::Failed(LineError::Defect),
        }
    }

    /// The answer to a commit was lost: asks until it is known what became of the batch.
    async fn settle(&self, batch: BatchId) -> Round {
        counter!("admit_unknown_commits_total").increment(1);
        let mut pause = SETTLE_RETRY_FIRST;
        loop {
            match self.store.was_room_committed(self.event, batch).await {
                Ok(true) => {
                    self.publish_and_tell();
                    return Round::Decided;
                }
                Ok(false) => {
                    self.working().take_back();
                    return Round::Again;
                }
                Err(error) => {
                    tracing::warn!(event = %self.event, %error, "it isn't known yet whether a room's batch was committed");
                    sleep(pause).await;
                    pause = (pause * 2).min(SETTLE_RETRY_MAX);
                }
            }
        }
    }

    async fn catch_up(&self) -> Result<(), LineError> {
        let known = self.working().room.version;
        let Some(stored) = self.store.stored_room(self.event, known).await? else { return Err(LineError::Defect) };
        if stored.version > known {
            let mut working = self.working();
            working.stale |= !catch_up(&mut working.room, stored);
        }
        // A batch that failed may have caught up before it did, of which nothing was shown.
        let shown = self.shown.read().unwrap_or_else(PoisonError::into_inner).version;
        if shown < self.working().room.version {
            self.publish();
        }
        Ok(())
    }

    /// Brings memory to what the store holds.
    async fn reload(&self) -> Result<(), LineError> {
        let stored = self.store.stored_room(self.event, 0).await?.ok_or(LineError::Defect)?;
        let room = restore(self.event, self.key, stored).ok_or(LineError::Defect)?;
        *self.working() = Working::new(room);
        self.publish();
        Ok(())
    }

    fn publish_and_tell(&self) {
        self.publish();
        let version = self.working().room.version;
        self.others.tell(fanout::Message::RoomMoved { event: self.event, version });
    }

    /// Shows what is committed, and rings for those whom it concerns.
    fn publish(&self) {
        let room = {
            let mut working = self.working();
            working.keep();
            Arc::new(working.room.clone())
        };
        let before = {
            let mut shown = self.shown.write().unwrap_or_else(PoisonError::into_inner);
            std::mem::replace(&mut *shown, room.clone())
        };
        self.tell(&before, &room);
    }

    fn tell(&self, before: &Room, room: &Room) {
        let was_drawn = before.head.draw.drawn.is_none() && room.head.draw.drawn.is_some();
        if was_drawn || before.head.settings.mode != room.head.settings.mode {
            self.bells.ring(1, room.head.issued);
            return;
        }
        self.bells.ring(before.head.called + 1, room.head.called);
        if !Arc::ptr_eq(&before.shoppers, &room.shoppers) {
            for shopper in room.shoppers.all() {
                if before.shoppers.at(shopper.position) != Some(shopper) {
                    self.bells.ring(shopper.position, shopper.position);
                }
            }
        }
        count_totals(before, room);
    }

    fn working(&self) -> MutexGuard<'_, Working> {
        self.working.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Collected {
    fn take(&mut self, message: Message) {
        match message {
            Message::CatchUp(reply) => self.catch_ups.push(reply),
            Message::Command(queued) if queued.reply.is_closed() && queued.command != Command::Tick => {}
            Message::Command(queued) if queued.since.elapsed() > WAIT_MAX => {
                let _ = queued.reply.send(Err(LineError::Busy));
            }
            Message::Command(queued) => self.commands.push(queued),
        }
    }
}

fn asked(commands: &[Command]) -> Asked {
    let mut accounts: Vec<AccountId> = commands.iter().filter_map(account_in).collect();
    accounts.sort_unstable();
    accounts.dedup();
    let mut numbers: Vec<u32> = commands.iter().filter_map(number_in).collect();
    numbers.sort_unstable();
    numbers.dedup();
    Asked { accounts, numbers }
}

/// Every node counts what it saw of a room; the greatest of the nodes' counts is the room's.
fn count_totals(before: &Room, room: &Room) {
    let (before, now) = (before.head.totals, room.head.totals);
    let counts = [
        ("called", now.called.saturating_sub(before.called)),
        ("admitted", now.admitted.saturating_sub(before.admitted)),
        ("left", now.left.saturating_sub(before.left)),
        ("lapsed", now.lapsed.saturating_sub(before.lapsed)),
    ];
    for (what, count) in counts.into_iter().filter(|(_, count)| *count > 0) {
        counter!("admit_room_people_total", "what" => what).increment(count);
    }
}
