//! `admit backup`, `admit restore` and `admit raise-epoch`: everything that is stored, in one file and back.

mod file;
mod raise_epoch;
mod restore;
mod take;

pub(crate) use raise_epoch::raise_epoch;
pub(crate) use restore::{Restore, restore};
pub(crate) use take::{Backup, backup};
