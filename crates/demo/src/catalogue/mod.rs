//! The demo catalogue: who plays where, when, and at what price.
//!
//! To add an event, add its venue to `venues.rs` and its performers to `performers.rs` unless they are there, and the event to
//! `events.rs`; the tests hold its tiers against its hall.

mod accounts;
mod events;
mod model;
mod performers;
mod venues;

pub use accounts::{ACCOUNTS, ADMIN, BUYER, DemoAccount, ORGANIZER};
pub use events::EVENTS;
pub use model::{DemoEvent, DemoPerformer, DemoSection, DemoTier, DemoVenue, Plan};
pub use performers::PERFORMERS;
pub use venues::VENUES;
