//! How a database can fail, before it is known what that means to the caller.

use admit_app::ports::error::StoreError;
use thiserror::Error;

type Cause = Box<dyn std::error::Error + Send + Sync>;

#[derive(Debug, Error)]
pub(crate) enum DbError {
    /// Can't be reached, is full, or takes too long: nothing was done.
    #[error("the database is away")]
    Away(#[source] Cause),
    /// The connection broke in `COMMIT`.
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
