//! Desks: the task that serves one event's inventory on one node.
//!
//! A desk holds the event's state in memory, takes commands from bounded queues, and commits whatever came in while the last
//! commit was under way as the next batch. It decides only inside the transaction that has locked the event's row, after folding
//! in what other nodes committed, and answers only after the commit.

mod batch;
mod collect;
mod desks;
mod freshness;
mod handle;
mod listen;
mod rows;
mod shared_look;
mod tally;
mod task;
mod unload;
pub mod view;

pub use desks::{DeskSettings, Desks};
pub use handle::{Answer, Desk, DeskError, Done};
pub(crate) use shared_look::SharedLook;
pub use tally::begin_counting;
