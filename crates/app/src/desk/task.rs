//! The desk's task: collect, commit, answer, again.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Duration;

use admit_domain::id::{AccountId, EventId};
use admit_domain::inventory::command::Command;
use admit_domain::inventory::journal::{BatchId, Entry};
use admit_domain::inventory::state::PurchaseLimits;
use metrics::{counter, histogram};
use tokio::sync::oneshot;
use tokio::time::{Instant, sleep};

use crate::ids::mint;
use crate::live::Hub;
use crate::live::owners::Owners;
use crate::ports::error::StoreError;
use crate::ports::fanout::{self, Others};
use crate::ports::inventory::{CommitError, Committed, Decide, InventoryStore, Known};

use super::batch::Working;
use super::collect::{Collected, Lanes};
use super::desks::load;
use super::handle::{DeskError, Look, Queued, Verdict};
use super::view::View;

/// How often a batch is decided anew: after a stale memory, a claim conflict or a commit that turned out undone.
const ROUNDS_MAX: u32 = 4;
/// How many entries are read at a time when catching up.
const PAGE_ENTRIES: u32 = 500;
const SETTLE_RETRY_FIRST: Duration = Duration::from_millis(20);
const SETTLE_RETRY_MAX: Duration = Duration::from_secs(1);

pub(super) struct Task {
    pub(super) event: EventId,
    pub(super) store: Arc<dyn InventoryStore>,
    pub(super) working: Arc<Mutex<Working>>,
    pub(super) view: Arc<RwLock<View>>,
    pub(super) lanes: Lanes,
    pub(super) purchase_limits: PurchaseLimits,
    pub(super) hub: Arc<Hub>,
    pub(super) owners: Arc<Owners>,
    pub(super) others: Others,
}

/// What a round of a batch came to.
enum Round {
    /// The verdicts stand.
    Decided,
    /// Nothing was written; decide once more.
    Again,
    /// Nothing was written, and nothing will be.
    Failed(DeskError),
}

/// The commands of one commit and who waits for what each comes to, in the same order.
struct Batch {
    commands: Arc<[Command]>,
    replies: Vec<oneshot::Sender<Verdict>>,
}

impl Batch {
    fn of(queued: Vec<Queued>) -> Self {
        let (commands, replies): (Vec<Command>, Vec<_>) =
            queued.into_iter().map(|queued| (queued.command, queued.reply)).unzip();
        Self { commands: commands.into(), replies }
    }

    /// Before it is decided anew: what would claim places for callers who have gone is dropped, because they don't know of it and
    /// nobody would pay it. What ends or settles something is carried out whoever listens.
    fn drop_absent(&mut self) {
        let is_claim = |command: &Command| matches!(command, Command::Hold { .. } | Command::Begin { .. });
        let replies = std::mem::take(&mut self.replies);
        let all = self.commands.iter().cloned().zip(replies);
        let (commands, replies): (Vec<Command>, Vec<_>) =
            all.filter(|(command, reply)| !(is_claim(command) && reply.is_closed())).unzip();
        (self.commands, self.replies) = (commands.into(), replies);
    }
}

impl Task {
    /// Runs until nobody holds a handle to this desk any more.
    pub(super) async fn run(mut self) {
        while let Some(collected) = self.lanes.next().await {
            self.serve(collected).await;
        }
    }

    async fn serve(&self, collected: Collected) {
        let was_complete = self.fold_in(&collected.entries);
        if !collected.catch_ups.is_empty() || !was_complete {
            let outcome = self.catch_up().await;
            if let Err(error @ (DeskError::Defect | DeskError::NoSuchEvent)) = &outcome {
                tracing::error!(event = %self.event, %error, "a desk can't catch up");
            }
            for reply in collected.catch_ups {
                let _ = reply.send(outcome.clone());
            }
        }
        if !collected.looks.is_empty() {
            self.serve_looks(collected.looks).await;
        }
        if !collected.commands.is_empty() {
            self.serve_commands(collected.commands).await;
        }
    }

    /// Takes over what other nodes say that they committed. `false`: something before it is missing, and is in the journal.
    fn fold_in(&self, entries: &[Arc<Entry>]) -> bool {
        if entries.is_empty() {
            return true;
        }
        let mut working = self.working();
        let before = working.inventory.version().number;
        let is_complete = !working.stale && working.follow(entries);
        let applied = working.inventory.version().number - before;
        drop(working);
        if applied > 0 {
            counter!("admit_fanout_applied_total").increment(applied);
            self.publish();
        }
        if !is_complete {
            counter!("admit_fanout_gaps_total").increment(1);
        }
        is_complete
    }

    /// Between two batches memory is what is committed.
    async fn serve_looks(&self, looks: Vec<Look>) {
        if self.working().stale && self.reload().await.is_err() {
            return;
        }
        let working = self.working();
        for look in looks {
            let holds = working.inventory.pending_holds_of(look.account).cloned().collect();
            let _ = look.reply.send(holds);
        }
    }

    async fn serve_commands(&self, queued: Vec<Queued>) {
        let begun = Instant::now();
        let mut batch = Batch::of(queued);
        let outcome = self.commit(&mut batch).await;
        histogram!("admit_batch_commands").record(batch.commands.len() as f64);
        histogram!("admit_batch_seconds").record(begun.elapsed().as_secs_f64());
        match outcome {
            Ok(()) => {
                let verdicts = std::mem::take(&mut self.working().verdicts);
                for (reply, verdict) in batch.replies.into_iter().zip(verdicts) {
                    let _ = reply.send(verdict);
                }
            }
            Err(error) => {
                for reply in batch.replies {
                    let _ = reply.send(Err(error.clone()));
                }
            }
        }
    }

    async fn commit(&self, batch: &mut Batch) -> Result<(), DeskError> {
        for _ in 0..ROUNDS_MAX {
            if self.working().stale {
                self.reload().await?;
            }
            match self.commit_once(&batch.commands).await {
                Round::Decided => return Ok(()),
                Round::Again => batch.drop_absent(),
                Round::Failed(error) => return Err(error),
            }
        }
        tracing::error!(event = %self.event, "a batch was given up after {ROUNDS_MAX} rounds");
        Err(DeskError::Busy)
    }

    async fn commit_once(&self, commands: &Arc<[Command]>) -> Round {
        let batch = BatchId(mint());
        let decide: Decide = {
            let (working, commands) = (self.working.clone(), commands.clone());
            Box::new(move |opening, missed| {
                working.lock().unwrap_or_else(PoisonError::into_inner).decide(opening, missed, batch, &commands)
            })
        };
        let known = Known { version: self.working().inventory.version(), shoppers: shoppers_in(commands) };
        match self.store.commit(self.event, known, decide).await {
            Ok(Committed::Nothing) if self.working().stale => Round::Again,
            Ok(_) => {
                self.publish();
                Round::Decided
            }
            Err(CommitError::Store(StoreError::Unknown(_))) => self.settle(batch).await,
            Err(error) => self.fail(error),
        }
    }

    /// Nothing of the batch was written.
    fn fail(&self, error: CommitError) -> Round {
        let mut working = self.working();
        working.take_back();
        match error {
            CommitError::Store(StoreError::Away(_)) => Round::Failed(DeskError::Away),
            CommitError::NoInventory => Round::Failed(DeskError::NoSuchEvent),
            CommitError::ClaimTaken => {
                // Memory and rows contradict each other. The rows are the truth: load them, and decide once more.
                counter!("admit_alarms_total", "kind" => "claim_taken").increment(1);
                tracing::error!(event = %self.event, "a unit that memory held free has an owner");
                working.stale = true;
                Round::Again
            }
            CommitError::Store(error) => {
                counter!("admit_alarms_total", "kind" => "store_refused").increment(1);
                tracing::error!(event = %self.event, error = &error as &dyn std::error::Error, "a batch can't be written");
                working.stale = true;
                Round::Failed(DeskError::Defect)
            }
        }
    }

    /// The answer to a commit was lost: asks until it is known what became of the batch.
    async fn settle(&self, batch: BatchId) -> Round {
        counter!("admit_unknown_commits_total").increment(1);
        let mut pause = SETTLE_RETRY_FIRST;
        loop {
            match self.store.was_committed(self.event, batch).await {
                Ok(true) => {
                    self.publish();
                    return Round::Decided;
                }
                Ok(false) => {
                    self.working().take_back();
                    return Round::Again;
                }
                Err(error) => {
                    tracing::warn!(event = %self.event, %error, "it isn't known yet whether a batch was committed");
                    sleep(pause).await;
                    pause = (pause * 2).min(SETTLE_RETRY_MAX);
                }
            }
        }
    }

    async fn catch_up(&self) -> Result<(), DeskError> {
        loop {
            if self.working().stale {
                return self.reload().await;
            }
            let known = self.working().inventory.version();
            let entries = self.store.entries(self.event, known, PAGE_ENTRIES).await.map_err(|_| DeskError::Away)?;
            let is_last = entries.len() < PAGE_ENTRIES as usize;
            self.working().catch_up(entries);
            if is_last && !self.working().stale {
                self.publish();
                return Ok(());
            }
        }
    }

    /// Brings memory to what the store holds.
    async fn reload(&self) -> Result<(), DeskError> {
        let (inventory, now) = load(&*self.store, self.event, self.purchase_limits).await?;
        let view = View::new(&inventory, now);
        *self.working() = Working::new(inventory, self.others.are_told());
        let mut shown = self.view.write().unwrap_or_else(PoisonError::into_inner);
        self.hub.mark(shown.differences(&view));
        *shown = view;
        Ok(())
    }

    /// Shows what is committed, and tells those who are to hear of it.
    fn publish(&self) {
        let mut working = self.working();
        let touched = working.keep();
        let now = {
            let mut view = self.view.write().unwrap_or_else(PoisonError::into_inner);
            view.update(&working.inventory, touched.units.iter().copied());
            self.hub.mark(touched.units.iter().copied());
            view.now()
        };
        self.owners.tell(self.event, &working.inventory, now, &touched.holds);
        if let Some(entry) = working.take_told() {
            self.others.tell(fanout::Message::Committed { event: self.event, entry: Arc::new(entry) });
        }
    }

    fn working(&self) -> MutexGuard<'_, Working> {
        self.working.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Who wants to hold.
fn shoppers_in(commands: &[Command]) -> Vec<AccountId> {
    let buyers = commands.iter().filter_map(|command| match command {
        Command::Hold { buyer, .. } => Some(buyer.account),
        _ => None,
    });
    let mut shoppers: Vec<AccountId> = buyers.collect();
    shoppers.sort_unstable();
    shoppers.dedup();
    shoppers
}
