//! The ports of inventories and waiting rooms in memory, with a database's transactions: the store that the simulation runs desks and rooms on.
//!
//! A commit locks its event's row until it ends, so contenders wait; nothing of it is to be seen before; a later statement reads
//! what was missed; primary and foreign keys are checked for real; and a commit that was sent goes on when its caller is gone.
//! What a database may do to its callers at each step is for [`trouble::Troubles`] to say.

pub mod clock;
mod line;
mod rooms;
mod store;
mod tables;
pub mod trouble;

pub use store::ReferenceStore;
