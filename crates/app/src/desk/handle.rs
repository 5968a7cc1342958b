//! What the rest of the program sees of a desk.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock, RwLockReadGuard};
use std::time::Duration;

use admit_domain::hold::{Hold, RequestKey};
use admit_domain::id::{AccountId, EventId, HoldId};
use admit_domain::inventory::command::Command;
use admit_domain::inventory::journal::{Entry, Version};
use admit_domain::inventory::refusal::Refusal;
use admit_domain::order::Order;
use thiserror::Error;
use tokio::sync::{mpsc, oneshot};
use tokio::time::{Instant, timeout};

use crate::live::Hub;
use crate::ports::inventory::InventoryStore;

use super::batch::Working;
use super::shared_look::SharedLook;
use super::view::View;

/// What a command came to.
#[derive(Debug, Clone)]
pub struct Done {
    pub answer: Answer,
    /// The same request was carried out before; the answer must be what it was then.
    pub repeated: bool,
}

#[derive(Debug, Clone)]
pub enum Answer {
    Hold(Box<Hold>),
    Order(Box<Order>, Box<Hold>),
    Nothing,
}

#[derive(Debug, Clone, Error)]
pub enum DeskError {
    /// A rule said no; nothing changed.
    #[error("refused: {0:?}")]
    Refused(Refusal),
    /// The event has a waiting room, and the buyer no pass; nothing changed.
    #[error("a pass is needed")]
    NoPass,
    /// Too much to do; nothing changed.
    #[error("the desk has too much to do")]
    Busy,
    /// The store is away; nothing changed.
    #[error("the store is away")]
    Away,
    /// No answer in time: the command may or may not be carried out.
    #[error("the desk did not answer in time")]
    Late,
    /// The event has no inventory.
    #[error("no such event")]
    NoSuchEvent,
    /// The store and the rules contradict each other; raised as an alarm where it was found.
    #[error("the inventory is inconsistent")]
    Defect,
}

pub(super) type Verdict = Result<Done, DeskError>;

pub(super) struct Queued {
    pub(super) command: Command,
    pub(super) reply: oneshot::Sender<Verdict>,
    pub(super) since: Instant,
}

pub(super) enum Message {
    Command(Queued),
    /// Fold in what others committed, then say so.
    CatchUp(oneshot::Sender<Result<(), DeskError>>),
    Look(Look),
}

/// Asks what the account has open or in checkout.
pub(super) struct Look {
    pub(super) account: AccountId,
    pub(super) reply: oneshot::Sender<Vec<Hold>>,
}

/// One event's inventory on this node.
pub struct Desk {
    pub(super) event: EventId,
    pub(super) normal: mpsc::Sender<Message>,
    /// For what ends or settles something.
    pub(super) reserved: mpsc::Sender<Message>,
    /// For what other nodes say that they committed. It has a queue of its own, so that a desk that is held up has the others for
    /// its callers.
    pub(super) told: mpsc::Sender<Arc<Entry>>,
    pub(super) view: Arc<RwLock<View>>,
    pub(super) working: Arc<Mutex<Working>>,
    /// Present where other processes write to the same store.
    pub(super) freshness: Option<SharedLook<()>>,
    pub(super) answer_within: Duration,
    pub(super) store: Arc<dyn InventoryStore>,
    /// Where those listen who watch this event.
    pub(super) hub: Arc<Hub>,
    /// Whether somebody asked for it since that was last looked at.
    pub(super) was_used: AtomicBool,
}

impl Desk {
    /// Somebody asks for it. Nearly always that is known already, and nothing is written that other threads would have to read anew.
    pub(super) fn use_it(&self) {
        if !self.was_used.load(Ordering::Relaxed) {
            self.was_used.store(true, Ordering::Relaxed);
        }
    }

    pub fn event(&self) -> EventId {
        self.event
    }

    /// The inventory as of the latest commit that this node knows.
    pub fn view(&self) -> RwLockReadGuard<'_, View> {
        self.view.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many commands wait for the next batches, in both lanes.
    pub fn waiting(&self) -> usize {
        let of = |lane: &mpsc::Sender<Message>| lane.max_capacity() - lane.capacity();
        of(&self.normal) + of(&self.reserved)
    }

    /// Has `command` carried out and committed, or says why not.
    pub async fn submit(&self, command: Command) -> Verdict {
        if self.refused_from_memory(&command).is_some() {
            if let Some(freshness) = &self.freshness {
                freshness.ask().await?;
            }
            if let Some(refusal) = self.refused_from_memory(&command) {
                return Err(DeskError::Refused(refusal));
            }
        }
        let (reply, answer) = oneshot::channel();
        let lane = if command.has_reserved_lane() { &self.reserved } else { &self.normal };
        let queued = Queued { command, reply, since: Instant::now() };
        lane.try_send(Message::Command(queued)).map_err(|_| DeskError::Busy)?;
        match timeout(self.answer_within, answer).await {
            Ok(Ok(verdict)) => verdict,
            Ok(Err(_)) | Err(_) => Err(DeskError::Late),
        }
    }

    /// Folds in what other nodes have committed.
    pub async fn catch_up(&self) -> Result<(), DeskError> {
        let (reply, answer) = oneshot::channel();
        self.reserved.try_send(Message::CatchUp(reply)).map_err(|_| DeskError::Busy)?;
        match timeout(self.answer_within, answer).await {
            Ok(Ok(outcome)) => outcome,
            Ok(Err(_)) | Err(_) => Err(DeskError::Late),
        }
    }

    /// As [`Self::catch_up`], but waits for nothing. A desk that has no place left in its queue is asked again before long.
    pub fn nudge(&self) {
        let (reply, _) = oneshot::channel();
        let _ = self.reserved.try_send(Message::CatchUp(reply));
    }

    /// Takes note of what another node says that it committed, without waiting. What there is no place for is found in the journal.
    pub fn hear(&self, entry: Arc<Entry>) {
        let _ = self.told.try_send(entry);
    }

    /// Whether this node knows an earlier state than `version`.
    pub fn is_behind(&self, version: Version) -> bool {
        self.view().version() < version
    }

    /// Refuses a hold that isn't there or is another's, for callers who can't submit a command yet.
    pub async fn require_hold(&self, hold: HoldId, account: AccountId) -> Result<(), DeskError> {
        if self.remembers(hold, account) {
            return Ok(());
        }
        if let Some(freshness) = &self.freshness {
            freshness.ask().await?;
        }
        if self.remembers(hold, account) { Ok(()) } else { Err(DeskError::Refused(Refusal::NoSuchHold)) }
    }

    /// What the account holds of the event, open and not yet due or in checkout, as of a moment after this was called.
    pub async fn holds_of(&self, account: AccountId) -> Result<Vec<Hold>, DeskError> {
        if let Some(freshness) = &self.freshness {
            freshness.ask().await?;
        }
        let (reply, answer) = oneshot::channel();
        self.reserved.try_send(Message::Look(Look { account, reply })).map_err(|_| DeskError::Busy)?;
        match timeout(self.answer_within, answer).await {
            Ok(Ok(holds)) => {
                let now = self.view().now();
                Ok(holds.into_iter().filter(|hold| !hold.is_due(now)).collect())
            }
            Ok(Err(_)) | Err(_) => Err(DeskError::Late),
        }
    }

    /// Whether a request with this key was carried out, so that it is to be answered as it was then.
    pub(crate) fn knows_request(&self, account: AccountId, key: RequestKey) -> bool {
        let working = self.working.lock().unwrap_or_else(PoisonError::into_inner);
        working.inventory.knows_request(account, key)
    }

    /// As [`Self::knows_request`], at whichever node it was.
    pub(crate) async fn knows_request_anywhere(&self, account: AccountId, key: RequestKey) -> Result<bool, DeskError> {
        if !self.knows_request(account, key)
            && let Some(freshness) = &self.freshness
        {
            freshness.ask().await?;
        }
        Ok(self.knows_request(account, key))
    }

    fn remembers(&self, hold: HoldId, account: AccountId) -> bool {
        let working = self.working.lock().unwrap_or_else(PoisonError::into_inner);
        working.inventory.hold(hold).is_some_and(|hold| hold.buyer.account == account)
    }

    /// A refusal that memory is sure of. A repeated request isn't refused: it must get its first answer.
    fn refused_from_memory(&self, command: &Command) -> Option<Refusal> {
        let Command::Hold { buyer, choice, key, .. } = command else { return None };
        let refusal = self.view().refuse(choice)?;
        let repeated = key.is_some_and(|key| self.knows_request(buyer.account, key));
        (!repeated).then_some(refusal)
    }
}
