//! What can go wrong inside the reference store, and where.

use std::time::Duration;

/// A commit that does nothing for so long while it holds the row is ended by the store.
pub const IDLE_MAX: Duration = Duration::from_secs(2);

/// Where in its work the store is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Before anything of a commit.
    Connecting,
    /// The event's row is locked, nothing is decided.
    Locked,
    /// The caller decided, nothing is written.
    Decided,
    /// The rows are written, not committed.
    Written,
    /// The commit was sent; from here on it happens, whatever becomes of the caller.
    Committing,
    /// It happened, and the answer is on its way.
    Answering,
    /// Any statement that only reads.
    Reading,
}

/// What happens there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    None,
    /// Time passes. A commit that idles for [`IDLE_MAX`] is undone.
    Pause(Duration),
    /// The connection ends. From [`Step::Committing`] on, the caller can't know what became of the commit.
    Break,
}

pub trait Troubles: Send + Sync + 'static {
    fn at(&self, step: Step) -> Trouble;
}

/// Nothing ever goes wrong.
#[derive(Debug)]
pub struct FairWeather;

impl Troubles for FairWeather {
    fn at(&self, _: Step) -> Trouble {
        Trouble::None
    }
}
