//! What every node does by itself, again and again.

mod list;
mod runner;

pub use list::jobs_of;
pub use runner::{Job, Running, start};
