//! Telling other systems what changed: messages made from the journals, as CloudEvents, and where a reader stands.

mod error;
mod kind;
mod message;
mod position;
mod read_changes;
mod tell;

pub use error::ChangesError;
pub use kind::{Kind, Stream};
pub use message::ChangeMessage;
pub use position::{BadPosition, Position, Progress};
pub use read_changes::{Asked, ChangesPage, EVENTS_MAX};
pub use tell::messages_of;
