//! What the auditor can find, with its evidence.

use std::fmt;

/// A promise that the server broke.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Breach {
    /// Such as `TwoOwners`.
    pub(crate) name: String,
    pub(crate) evidence: String,
}

impl Breach {
    pub(crate) fn new(name: &str, evidence: impl fmt::Display) -> Self {
        Self { name: name.to_owned(), evidence: evidence.to_string() }
    }
}

impl fmt::Display for Breach {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {}", self.name, self.evidence)
    }
}
