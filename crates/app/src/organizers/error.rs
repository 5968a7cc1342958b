//! Why an organizer's call isn't carried out.

use admit_domain::draft::Fault;
use thiserror::Error;

use crate::desk::DeskError;
use crate::ports::error::StoreError;

#[derive(Debug, Error)]
pub enum OrganizerError {
    /// Or another's.
    #[error("no such thing")]
    NoSuchThing,
    #[error("{} fields can't be meant", .0.len())]
    Invalid(Vec<Fault>),
    /// The draft can't be sold yet.
    #[error("the draft has {} faults", .0.len())]
    NotReady(Vec<Fault>),
    #[error("the event isn't published")]
    NotPublished,
    /// What stays as it is from publishing on.
    #[error("{field} stays once an event is published")]
    Fixed { field: &'static str },
    /// Others changed the draft again and again.
    #[error("the draft was changed meanwhile")]
    ChangedMeanwhile,
    #[error(transparent)]
    Desk(#[from] DeskError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl OrganizerError {
    pub(super) fn invalid(field: &str, message: &str) -> OrganizerError {
        OrganizerError::Invalid(vec![Fault::new(field, message)])
    }

    /// `Ok` if nothing is wrong.
    pub(super) fn of(faults: Vec<Fault>) -> Result<(), OrganizerError> {
        if faults.is_empty() { Ok(()) } else { Err(OrganizerError::Invalid(faults)) }
    }
}
