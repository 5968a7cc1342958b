//! `/organizer`: what organizers prepare, publish and watch.

pub(super) mod event_body;
pub(super) mod events;
pub(super) mod performers;
pub(super) mod places;
pub(super) mod sales;
pub(super) mod show_event;
pub(super) mod venues;
pub(super) mod waiting_room;
