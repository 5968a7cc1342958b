//! Why something in a waiting room isn't done.

use admit_domain::waiting_room::command::Refusal;
use thiserror::Error;

use crate::desk::DeskError;
use crate::organizers::error::OrganizerError;
use crate::ports::error::StoreError;

#[derive(Debug, Clone, Error)]
pub enum LineError {
    /// A rule said no; nothing changed.
    #[error("refused: {0:?}")]
    Refused(Refusal),
    #[error("no such event")]
    NoSuchEvent,
    /// Neither a token nor the account says where in line.
    #[error("nobody who stands in this line")]
    NotInLine,
    /// The token isn't one of ours, or is for something else.
    #[error("not a place of this line")]
    BadPlace,
    #[error("the place is another account's")]
    PlaceNotYours,
    #[error("the place is gone")]
    PlaceExpired,
    /// Nobody reserves without a pass.
    #[error("a pass is needed")]
    PassRequired,
    #[error("not a pass for this event")]
    BadPass,
    #[error("the pass is another account's")]
    PassNotYours,
    #[error("the pass has ended")]
    PassExpired,
    #[error("the room has too much to do")]
    Busy,
    #[error("the store is away")]
    Away,
    /// It may or may not have been done.
    #[error("the room did not answer in time")]
    Late,
    #[error("the room is inconsistent")]
    Defect,
}

impl From<StoreError> for LineError {
    fn from(error: StoreError) -> Self {
        tracing::warn!(error = &error as &dyn std::error::Error, "a waiting room can't be read or written");
        match error {
            StoreError::Away(_) | StoreError::Unknown(_) => LineError::Away,
            StoreError::Taken { .. } | StoreError::Corrupt(_) | StoreError::Refused(_) => LineError::Defect,
        }
    }
}

/// Why seats aren't held: the sale's word, or the line's.
#[derive(Debug, Clone, Error)]
pub enum ReserveError {
    #[error(transparent)]
    Desk(#[from] DeskError),
    #[error(transparent)]
    Line(#[from] LineError),
}

/// Why an organizer's wish for a room isn't done.
#[derive(Debug, Error)]
pub enum RoomChangeError {
    #[error(transparent)]
    Organizer(#[from] OrganizerError),
    #[error(transparent)]
    Line(#[from] LineError),
}

impl From<StoreError> for RoomChangeError {
    fn from(error: StoreError) -> Self {
        RoomChangeError::Line(error.into())
    }
}
