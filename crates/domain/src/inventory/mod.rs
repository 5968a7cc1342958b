//! An event's inventory: what is claimed by whom, decided by pure code and folded from the journal.
//!
//! [`decide()`] turns a command into a [`journal::Change`] or a [`refusal::Refusal`]; [`state::Inventory::apply`] folds a change
//! into the state. Neither does anything else.

mod apply;
pub mod audit;
mod best;
pub mod command;
mod decide;
mod free;
pub mod journal;
mod orphan;
pub mod refusal;
mod requests;
pub mod state;
mod usage;

pub use decide::{Decision, Repeated, decide, expire_due};
pub use usage::Usage;
