//! Live updates: who watches an event is told of every commit, at the pace that it can take.
//!
//! The desk only marks which units a commit touched. A task of the event's hub turns the marks into frames, in a
//! rush the fewer the more listen, and keeps the newest in a ring. Each listener has a place in that ring and nothing else: one that
//! reads slowly costs no more than one that reads, and one that falls behind the ring is told to start afresh.
//!
//! Architecture invariant: a frame says of units only what everybody may know. What concerns one buyer goes through
//! [`owners::Owners`], to that account's own sockets.

mod bell;
mod for_owners;
mod frame;
mod hub;
mod listener;
mod own_holds;
pub mod owners;
mod pace;
mod ring;
mod units;

pub use bell::Bell;
pub use frame::{Encoded, Frame, Snapshot};
pub(crate) use hub::Hub;
pub use listener::{Listener, Piece};
pub use own_holds::{Expiring, OwnHolds};
pub(crate) use pace::Audience;
pub use units::Run;
pub(crate) use units::UnitSet;
