//! `/organizer`: what organizers prepare, publish and watch.

mod event_body;
pub(super) mod events;
pub(super) mod performers;
pub(super) mod places;
pub(super) mod sales;
mod show_event;
pub(super) mod venues;
