//! What every node does by itself, again and again.

mod list;
mod runner;

pub(crate) use list::jobs_of;
pub use runner::{Job, Running, start};
