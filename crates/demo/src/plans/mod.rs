//! Seating plans of the demo's halls, each as a file in pretix's JSON format.

mod arc;
mod arena;
mod bowl;
mod draft;
mod oval;
mod stadium;
mod theatre;

pub use arena::arena;
pub use stadium::{STADIUM_SEATS, stadium};
pub use theatre::theatre;
