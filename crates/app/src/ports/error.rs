//! How a store can fail, by what the caller may do about it.

use thiserror::Error;

type Cause = Box<dyn std::error::Error + Send + Sync>;

#[derive(Debug, Error)]
pub enum StoreError {
    /// Nothing was done; trying again later may help.
    #[error("the store is away")]
    Away(#[source] Cause),
    /// A write was sent and its answer lost: it may or may not have been done.
    #[error("the store did not say whether it committed")]
    Unknown(#[source] Cause),
    /// A unique value is taken; `constraint` is its name in the schema.
    #[error("{constraint} is already taken")]
    Taken { constraint: &'static str },
    /// What is stored can't be what was written: a defect or tampering.
    #[error("the store holds something impossible: {0}")]
    Corrupt(String),
    /// The store refused a statement: a defect.
    #[error("the store refused a statement")]
    Refused(#[source] Cause),
}

impl StoreError {
    pub fn corrupt(what: impl Into<String>) -> Self {
        StoreError::Corrupt(what.into())
    }
}

pub type StoreResult<T> = Result<T, StoreError>;
