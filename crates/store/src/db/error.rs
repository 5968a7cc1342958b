//! How a database can fail, before it is known what that means to the caller.

use admit_app::ports::error::StoreError;
use thiserror::Error;

pub(crate) type Cause = Box<dyn std::error::Error + Send + Sync>;

/// In the chain of causes of whatever a full disk made fail, for those who tell an operator.
#[derive(Debug, Error)]
#[error("the database's disk is full")]
pub(crate) struct DiskFull(#[source] Cause);

/// In the chain of causes where a lock couldn't be had in time.
#[derive(Debug, Error)]
#[error("a lock couldn't be had in time")]
struct LockTimeout(#[source] Cause);

#[derive(Debug, Error)]
pub(crate) enum DbError {
    /// Can't be reached, is full, or takes too long: nothing was done.
    #[error("the database is away")]
    Away(#[source] Cause),
    /// The answer to a commit was lost.
    #[error("the answer to a commit was lost")]
    Unknown(#[source] Cause),
    /// A primary key or unique constraint, by its name in the schema (for a primary key: its table's name and `_pkey`).
    #[error("{constraint} is already taken")]
    Taken { constraint: &'static str },
    #[error("column {column} isn't what was written there")]
    Shape { column: usize },
    #[error("the database holds something impossible: {0}")]
    Corrupt(String),
    #[error("the database refused a statement")]
    Refused(#[source] Cause),
}

impl DbError {
    pub(crate) fn shape(column: usize) -> Self {
        DbError::Shape { column }
    }

    pub(crate) fn corrupt(what: impl Into<String>) -> Self {
        DbError::Corrupt(what.into())
    }

    pub(super) fn away(cause: impl Into<Cause>) -> Self {
        DbError::Away(cause.into())
    }

    pub(super) fn disk_full(cause: impl Into<Cause>) -> Self {
        DbError::Away(Box::new(DiskFull(cause.into())))
    }

    pub(super) fn lock_timeout(cause: impl Into<Cause>) -> Self {
        DbError::Away(Box::new(LockTimeout(cause.into())))
    }

    /// Whether others held a lock for too long.
    pub(super) fn is_lock_timeout(&self) -> bool {
        matches!(self, DbError::Away(cause) if cause.is::<LockTimeout>())
    }

    pub(super) fn unknown(cause: impl Into<Cause>) -> Self {
        DbError::Unknown(cause.into())
    }

    pub(crate) fn refused(cause: impl Into<Cause>) -> Self {
        DbError::Refused(cause.into())
    }

    /// The same once more, for each of many who share a fate: of the causes only the text.
    pub(super) fn again(&self) -> Self {
        match self {
            DbError::Away(cause) if cause.is::<DiskFull>() => DbError::disk_full(chain_text(cause.as_ref())),
            DbError::Away(cause) => DbError::away(chain_text(cause.as_ref())),
            DbError::Unknown(cause) => DbError::unknown(chain_text(cause.as_ref())),
            DbError::Taken { constraint } => DbError::Taken { constraint },
            DbError::Shape { column } => DbError::Shape { column: *column },
            DbError::Corrupt(what) => DbError::Corrupt(what.clone()),
            DbError::Refused(cause) => DbError::refused(chain_text(cause.as_ref())),
        }
    }
}

/// An error and its causes on one line.
fn chain_text(error: &(dyn std::error::Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        next = cause.source();
    }
    text
}

impl From<DbError> for StoreError {
    fn from(error: DbError) -> Self {
        match error {
            DbError::Away(cause) => StoreError::Away(cause),
            DbError::Unknown(cause) => StoreError::Unknown(cause),
            DbError::Taken { constraint } => StoreError::Taken { constraint },
            DbError::Shape { column } => StoreError::corrupt(format!("column {column} isn't what was written there")),
            DbError::Corrupt(what) => StoreError::Corrupt(what),
            DbError::Refused(cause) => StoreError::Refused(cause),
        }
    }
}
