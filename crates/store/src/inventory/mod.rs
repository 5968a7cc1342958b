//! The inventory's truth, as the port tells it.

mod claim;
mod commit;
mod entries;
mod load;
mod port;
mod write;
mod write_adopted;
mod write_orders;

pub(crate) use entries::{entries_after, version_from};
pub(crate) use load::{Head, claims, head};
