//! `/organizer`: what organizers prepare, publish and run, and that nobody else does.

pub(crate) mod drafts;
pub(crate) mod hall;
pub(crate) mod owners;
pub(crate) mod places;
pub(crate) mod repeated;
pub(crate) mod venues;
pub(crate) mod whole_sale;
