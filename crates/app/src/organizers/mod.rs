//! What organizers do: venues and performers, drafts of events, publishing them, and running their sales.

pub mod access;
mod block_places;
mod cancel_event;
mod change_event;
mod drafts;
pub mod error;
mod event_change;
mod performers;
mod publish_event;
mod run_sale;
mod sales;
mod texts;
mod venues;

pub use block_places::Places;
pub use drafts::{OwnEvent, OwnListed, ShownDraft, ShownSale};
pub use event_change::{EventChange, TierChange};
pub use performers::PerformerFields;
pub use sales::Sales;
pub use venues::VenueFields;
