//! A node's link to the store: what the node does ends with it, and answers get lost on the way.

use std::future::{Future, pending};
use std::sync::{Arc, Mutex, PoisonError};

use admit_app::ports::error::{StoreError, StoreResult};
use admit_app::ports::inventory::{CommitError, Committed, Decide, InventoryStore, Known, Loaded};
use admit_app::ports::waiting_rooms::WaitingRooms;
use admit_domain::id::EventId;
use admit_domain::inventory::journal::{BatchId, Entry, Version};
use admit_domain::time::Timestamp;
use async_trait::async_trait;
use tokio::sync::{oneshot, watch};

use super::sky::{Mishap, Sky};

/// Whether other nodes write to the same store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sharing {
    Alone,
    Shared,
}

pub(super) struct Link {
    pub(super) store: Arc<dyn WaitingRooms>,
    pub(super) sky: Arc<Sky>,
    sharing: Sharing,
    dead: watch::Sender<bool>,
}

impl Link {
    pub(super) fn new(store: Arc<dyn WaitingRooms>, sky: Arc<Sky>, sharing: Sharing) -> Link {
        Link { store, sky, sharing, dead: watch::Sender::new(false) }
    }

    /// The node dies: whatever it waits for never comes, nothing that it does reaches the store any more, and its statements
    /// under way are dropped. A commit that was sent goes on.
    pub(super) fn cut(&self) {
        self.dead.send_replace(true);
    }

    pub(super) async fn while_alive<T>(&self, call: impl Future<Output = T> + Send) -> T {
        let mut dead = self.dead.subscribe();
        let death = async move { drop(dead.wait_for(|dead| *dead).await) };
        tokio::select! {
            biased;
            () = death => pending().await,
            answer = call => answer,
        }
    }

    pub(super) async fn read<T>(&self, call: impl Future<Output = StoreResult<T>> + Send) -> StoreResult<T> {
        self.while_alive(async { if self.sky.is_store_away() { Err(away()) } else { call.await } }).await
    }

    /// Decides and commits as the store does, but nobody is told.
    async fn lose_answer(&self, event: EventId, known: Known, decide: Decide) -> Result<Committed, CommitError> {
        match self.store.commit(event, known, decide).await? {
            Committed::Written => Err(unknown()),
            Committed::Nothing => Ok(Committed::Nothing),
        }
    }

    /// Decides, and then nothing is written, but nobody is told.
    async fn undo(&self, event: EventId, known: Known, decide: Decide) -> Result<Committed, CommitError> {
        let decided = Arc::new(Mutex::new(false));
        let told = decided.clone();
        let decide: Decide = Box::new(move |opening, missed| {
            let writes = decide(opening, missed);
            *told.lock().unwrap_or_else(PoisonError::into_inner) = writes.is_some();
            None
        });
        let committed = self.store.commit(event, known, decide).await?;
        let had_writes = *decided.lock().unwrap_or_else(PoisonError::into_inner);
        if had_writes { Err(unknown()) } else { Ok(committed) }
    }

    /// Answers as soon as it is decided, while the store still works on it.
    async fn leave_undecided(&self, event: EventId, known: Known, decide: Decide) -> Result<Committed, CommitError> {
        let (tell, decided) = oneshot::channel();
        let decide: Decide = Box::new(move |opening, missed| {
            let writes = decide(opening, missed);
            // Nobody waits any more when the node has died.
            let _ = tell.send(writes.is_some());
            writes
        });
        let store = self.store.clone();
        let mut commit =
            AbortUnlessDecided(Some(tokio::spawn(async move { store.commit(event, known, decide).await })));
        let has_writes = decided.await;
        let Some(task) = commit.0.take() else { return Err(unknown()) };
        match has_writes {
            Ok(true) => Err(unknown()),
            // Nothing to write, or it failed before deciding: that answer is sure.
            Ok(false) | Err(_) => task.await.map_err(|error| StoreError::Unknown(error.into()))?,
        }
    }
}

/// A dead node can't decide: its commit is dropped unless it has.
pub(super) struct AbortUnlessDecided<T>(pub(super) Option<tokio::task::JoinHandle<T>>);

impl<T> Drop for AbortUnlessDecided<T> {
    fn drop(&mut self) {
        if let Some(task) = &self.0 {
            task.abort();
        }
    }
}

#[async_trait]
impl InventoryStore for Link {
    fn is_shared(&self) -> bool {
        self.sharing == Sharing::Shared
    }

    async fn load(&self, event: EventId) -> StoreResult<Option<Loaded>> {
        self.read(self.store.load(event)).await
    }

    async fn version(&self, event: EventId) -> StoreResult<Option<Version>> {
        self.read(self.store.version(event)).await
    }

    async fn versions(&self, events: &[EventId]) -> StoreResult<Vec<(EventId, Version)>> {
        self.read(self.store.versions(events)).await
    }

    async fn entries(&self, event: EventId, after: Version, limit: u32) -> StoreResult<Vec<Entry>> {
        self.read(self.store.entries(event, after, limit)).await
    }

    async fn commit(&self, event: EventId, known: Known, decide: Decide) -> Result<Committed, CommitError> {
        self.while_alive(async {
            if self.sky.is_store_away() {
                return Err(CommitError::Store(away()));
            }
            match self.sky.mishap() {
                Mishap::None => self.store.commit(event, known, decide).await,
                Mishap::Away => Err(CommitError::Store(away())),
                Mishap::AnswerLost => self.lose_answer(event, known, decide).await,
                Mishap::Undone => self.undo(event, known, decide).await,
                Mishap::Undecided => self.leave_undecided(event, known, decide).await,
            }
        })
        .await
    }

    async fn was_committed(&self, event: EventId, batch: BatchId) -> StoreResult<bool> {
        self.read(self.store.was_committed(event, batch)).await
    }

    async fn events_with_due_holds(&self, limit: u32) -> StoreResult<Vec<EventId>> {
        self.read(self.store.events_with_due_holds(limit)).await
    }

    async fn now(&self) -> StoreResult<Timestamp> {
        self.read(self.store.now()).await
    }
}

pub(super) fn away() -> StoreError {
    StoreError::Away("the store can't be reached".into())
}

fn unknown() -> CommitError {
    CommitError::Store(StoreError::Unknown("the answer got lost".into()))
}
