//! What the auditor is given: what was asked and answered, the journal, and how things stood in the end.

use std::sync::Arc;
use std::time::Duration;

use admit_app::desk::view::{Counts, UnitState};
use admit_app::desk::{DeskError, Done};
use admit_app::ports::inventory::Loaded;
use admit_domain::hall::Hall;
use admit_domain::inventory::audit::Records;
use admit_domain::inventory::command::Command;
use admit_domain::inventory::journal::{Entry, Version};
use admit_domain::inventory::state::PurchaseLimits;
use admit_domain::terms::Terms;
use admit_domain::time::Timestamp;

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
}
