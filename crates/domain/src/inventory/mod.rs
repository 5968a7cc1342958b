//! An event's inventory: what is claimed by whom, decided by pure code and folded from the journal.

pub mod journal;
