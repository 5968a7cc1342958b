//! What Admit does for its users, and the ports it needs for that.
//!
//! Architecture invariant: nothing here knows HTTP, SQL or any vendor. Whatever is outside is a trait in [`ports`].

pub mod accounts;
pub mod app;
pub mod catalogue;
pub mod changes;
pub mod checkout;
pub mod counts;
pub mod desk;
mod hashing;
pub mod ids;
pub mod live;
pub mod mails;
pub mod measure;
mod nodes;
pub mod organizers;
mod performers;
pub mod ports;
pub mod reconcile;
pub mod relay;
mod repeated_writes;
pub mod seating_plan;
pub mod seats;
pub mod secrets;
pub mod standing;
mod store_clock;
pub mod sweep;
pub mod tickets;
mod turns;
mod venues;
pub mod waiting_room;
