//! Why changes aren't told.

use thiserror::Error;

use super::position::BadPosition;
use crate::organizers::error::OrganizerError;
use crate::ports::error::StoreError;

#[derive(Debug, Error)]
pub enum ChangesError {
    #[error(transparent)]
    Organizer(#[from] OrganizerError),
    #[error(transparent)]
    Position(#[from] BadPosition),
    /// More events than a position can name.
    #[error("more events have changed than one reader can follow")]
    TooManyEvents,
    #[error(transparent)]
    Store(#[from] StoreError),
}
