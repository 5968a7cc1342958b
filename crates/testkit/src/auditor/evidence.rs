//! What the auditor is given: what was asked and answered, the journal, and how things stood in the end.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use admit_app::counts::Counts;
use admit_app::desk::view::UnitState;
use admit_app::desk::{DeskError, Done};
use admit_app::ports::inventory::Loaded;
use admit_app::waiting_room::error::LineError;
use admit_domain::hall::Hall;
use admit_domain::inventory::audit::Records;
use admit_domain::inventory::command::Command;
use admit_domain::inventory::journal::{BatchId, Entry, Version};
use admit_domain::inventory::state::PurchaseLimits;
use admit_domain::terms::Terms;
use admit_domain::time::Timestamp;
use admit_domain::waiting_room::command as line;
use admit_domain::waiting_room::room::Room;
use admit_domain::waiting_room::step::Changes;

pub type Verdict = Result<Done, DeskError>;

/// The latest version and the store's time, as they were read together.
#[derive(Debug, Clone, Copy)]
pub struct Moment {
    pub version: Version,
    pub now: Timestamp,
}

/// One request and what its caller saw.
#[derive(Debug, Clone)]
pub struct Observation {
    pub node: usize,
    pub command: Command,
    /// Read before it was submitted.
    pub began: Moment,
    /// The beats between which it was asked and answered; an answer that never came has the last of all.
    pub beats: (u64, u64),
    /// Read after it was answered. `None`: the caller left, or the node died.
    pub ended: Option<(Moment, Verdict)>,
}

/// What a node shows when everything is over and it has caught up.
#[derive(Debug)]
pub struct Screen {
    pub node: String,
    pub version: Version,
    pub terms: Arc<Terms>,
    pub states: Vec<UnitState>,
    pub sections: Vec<Counts>,
    pub tiers: Vec<Counts>,
}

/// Whether nodes can tell the store's time without asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clocks {
    /// The same time passes for the nodes and for the store. A node's memory may be so far behind the store.
    Together { lag_max: Duration },
    /// The store's clock jumps ahead, unseen by the nodes.
    Apart,
}

/// Whether anything was made to go wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weather {
    /// No fault at all: a desk has no excuse but a full queue.
    Fair,
    Foul,
}

/// How many nodes served the event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Serving {
    /// One, which doesn't look into the store before it refuses from memory. A commit counts for it from when it learns of it,
    /// and nobody else can have seen it before.
    Alone,
    Shared,
}

pub struct Evidence {
    pub hall: Arc<Hall>,
    pub first_terms: Terms,
    pub purchase_limits: PurchaseLimits,
    pub clocks: Clocks,
    pub weather: Weather,
    pub serving: Serving,
    pub observations: Vec<Observation>,
    pub journal: Vec<Entry>,
    /// A fresh load at the end.
    pub loaded: Loaded,
    /// All rows at the end, where they can be had.
    pub records: Option<Records>,
    pub screens: Vec<Screen>,
    /// Present if the event has a waiting room.
    pub line: Option<LineEvidence>,
}

/// When a batch was begun, when it was decided with what the store had told, and when it was committed at the latest, in beats of
/// one count that everybody shares.
#[derive(Debug, Clone, Copy)]
pub struct Beats {
    pub began: u64,
    pub decided: u64,
    /// The last of all beats: nobody was told.
    pub ended: u64,
}

/// A batch of the room that was committed, as it was handed to the store.
#[derive(Clone)]
pub struct RoomCommit {
    pub batch: BatchId,
    pub room: Room,
    pub changes: Changes,
    pub beats: Beats,
}

pub type LineVerdict = Result<line::Done, LineError>;

/// What somebody asked of the room through one node, and what they were told.
#[derive(Debug, Clone)]
pub struct LineRequest {
    pub node: usize,
    pub command: line::Command,
    pub began: u64,
    /// `None`: the caller left, or the node died.
    pub ended: Option<(u64, LineVerdict)>,
}

pub struct LineEvidence {
    /// In the order of their versions.
    pub commits: Vec<RoomCommit>,
    /// When the batches of the inventory were decided, by their ids.
    pub sales: BTreeMap<u128, Beats>,
    pub requests: Vec<LineRequest>,
    /// What each node shows in the end, and what a fresh load comes to.
    pub rooms: Vec<(String, Arc<Room>)>,
}
