//! A request's key and body hash, which stand in two columns and are both there or both absent.

use admit_domain::hold::RequestKey;

use crate::db::{Column, DbError, Row};

/// Reads the key from the column `first` and the body's hash from the one after it.
pub(super) fn request_key_from(row: &Row, first: usize) -> Result<Option<RequestKey>, DbError> {
    match (row.optional_bytes(first)?, row.optional_bytes(first + 1)?) {
        (Some(_), Some(_)) => Ok(Some(RequestKey { key: row.id(first)?, body: row.id(first + 1)? })),
        (None, None) => Ok(None),
        _ => Err(DbError::corrupt("a request's key without its body's hash, or the other way about")),
    }
}

/// The two columns of `keys`, one entry a row.
pub(super) fn request_key_columns(keys: impl Iterator<Item = Option<RequestKey>> + Clone) -> [Column; 2] {
    [
        Column::OptionalId(keys.clone().map(|key| key.map(|key| key.key)).collect()),
        Column::OptionalId(keys.map(|key| key.map(|key| key.body)).collect()),
    ]
}
