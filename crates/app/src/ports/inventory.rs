//! The inventory's truth: versions, the journal, and the rows that the journal folds to.

use std::collections::HashSet;
use std::sync::Arc;

use admit_domain::hall::Hall;
use admit_domain::hold::Hold;
use admit_domain::id::{AccountId, EventId, HoldId, MailId, OrderId};
use admit_domain::inventory::journal::{BatchId, Entry, Version};
use admit_domain::order::Order;
use admit_domain::terms::Terms;
use admit_domain::time::Timestamp;
use admit_domain::unit::Unit;
use async_trait::async_trait;

use super::error::{StoreError, StoreResult};
use super::mails::OrderMail;

/// An event's inventory as it stands at one version, read in one snapshot.
#[derive(Debug)]
pub struct Loaded {
    pub hall: Arc<Hall>,
    pub terms: Terms,
    pub version: Version,
    /// The time of the last commit.
    pub at: Timestamp,
    pub claims: Vec<(Unit, Claim)>,
    /// All that claim, and those that ended within the time a request may be repeated.
    pub holds: Vec<Hold>,
    /// All of those holds.
    pub orders: Vec<Order>,
}

/// A row of `claims`: a unit's exclusive owner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Claim {
    Held(HoldId),
    Sold(HoldId),
    Blocked,
}

/// What a batch begins with, once the event's row is locked.
#[derive(Debug, Clone)]
pub struct Opening {
    /// The version that this batch will make.
    pub version: Version,
    /// The one clock: never earlier than any earlier commit's.
    pub now: Timestamp,
    pub passes: Passes,
}

/// Who may hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Passes {
    /// Everybody: the event has no waiting room.
    NotNeeded,
    /// Of those who want to, these, who have a pass.
    Of(HashSet<AccountId>),
}

/// What a batch's transaction is told before it begins.
#[derive(Debug, Clone)]
pub struct Known {
    /// The latest commit that the caller knows.
    pub version: Version,
    /// Who wants to hold. If the event has a waiting room, their passes are looked up.
    pub shoppers: Vec<AccountId>,
}

impl From<Version> for Known {
    fn from(version: Version) -> Known {
        Known { version, shoppers: Vec::new() }
    }
}

/// The rows that one batch writes, each in its final state.
#[derive(Debug, Clone)]
pub struct Writes {
    pub entry: Entry,
    /// Units whose claim row goes away. Gone before `claimed` comes.
    pub unclaimed: Vec<Unit>,
    /// Units that get a claim row; one that has one already is refused by the primary key.
    pub claimed: Vec<(Unit, Claim)>,
    /// Units whose claim row changes, such as from held to sold.
    pub reclaimed: Vec<(Unit, Claim)>,
    pub new_holds: Vec<Hold>,
    pub changed_holds: Vec<Hold>,
    pub new_orders: Vec<Order>,
    pub changed_orders: Vec<Order>,
    /// Orders that became paid with their units' number: their tickets become valid.
    pub ticketed: Vec<OrderId>,
    /// Orders whose tickets become void.
    pub voided: Vec<OrderId>,
    /// Orders that are owed a refund from now on.
    pub refunded: Vec<OrderId>,
    /// Holds among `changed_holds` that have another buyer than before, with all their orders among `changed_orders`.
    pub adopted: Vec<HoldId>,
    /// What buyers are to be told by mail.
    pub notices: Vec<Notice>,
    pub terms: Option<Terms>,
}

impl Writes {
    /// What happened, and no row of it yet.
    pub fn of(entry: Entry) -> Writes {
        Writes {
            entry,
            unclaimed: Vec::new(),
            claimed: Vec::new(),
            reclaimed: Vec::new(),
            new_holds: Vec::new(),
            changed_holds: Vec::new(),
            new_orders: Vec::new(),
            changed_orders: Vec::new(),
            ticketed: Vec::new(),
            voided: Vec::new(),
            refunded: Vec::new(),
            adopted: Vec::new(),
            notices: Vec::new(),
            terms: None,
        }
    }
}

/// A mail about an order, to be sent once the batch is committed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Notice {
    pub id: MailId,
    pub kind: OrderMail,
    pub order: OrderId,
}

/// Called once, inside the transaction, with what others committed after the version that the caller knew.
/// `None` writes nothing and rolls back.
pub type Decide = Box<dyn FnOnce(Opening, Vec<Entry>) -> Option<Writes> + Send>;

#[derive(Debug)]
pub enum Committed {
    Written,
    /// `Decide` gave nothing to write, so nothing was.
    Nothing,
}

#[derive(Debug, thiserror::Error)]
pub enum CommitError {
    /// A unit to be claimed has an owner: a defect, in memory or in the rows. Nothing was written.
    #[error("a unit to be claimed has an owner already")]
    ClaimTaken,
    /// No such event, or it has no inventory. Nothing was written.
    #[error("the event has no inventory")]
    NoInventory,
    /// `Unknown`: may or may not have been written. All others: nothing was written.
    #[error(transparent)]
    Store(#[from] StoreError),
}

#[async_trait]
pub trait InventoryStore: Send + Sync + 'static {
    /// Whether other processes may write to the same store.
    fn is_shared(&self) -> bool;

    /// Reads an event's inventory in one snapshot; `None` if it has none.
    async fn load(&self, event: EventId) -> StoreResult<Option<Loaded>>;

    async fn version(&self, event: EventId) -> StoreResult<Option<Version>>;

    /// The versions of `events`, in one query; those without an inventory are left out.
    async fn versions(&self, events: &[EventId]) -> StoreResult<Vec<(EventId, Version)>>;

    /// Up to `limit` entries after `after`, in order.
    async fn entries(&self, event: EventId, after: Version, limit: u32) -> StoreResult<Vec<Entry>>;

    /// One transaction: raises the event's version, which locks its row; then, in a later statement, reads the entries after
    /// the known version, unless that was the latest, and the passes of those who want to hold; then calls `decide` and writes what it gives.
    async fn commit(&self, event: EventId, known: Known, decide: Decide) -> Result<Committed, CommitError>;

    /// Settles an unknown commit: locks the event's row, which waits out the old transaction, and looks for `batch`.
    async fn was_committed(&self, event: EventId, batch: BatchId) -> StoreResult<bool>;

    /// Events with open holds that are due by the store's clock, at most `limit`.
    async fn events_with_due_holds(&self, limit: u32) -> StoreResult<Vec<EventId>>;

    /// The store's clock, which all nodes share.
    async fn now(&self) -> StoreResult<Timestamp>;
}
