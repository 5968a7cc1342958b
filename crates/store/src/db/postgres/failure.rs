//! What PostgreSQL's errors mean, by their SQLSTATE and the constraint's name, never by their text.

use std::error::Error as _;

use tokio_postgres::Error;
use tokio_postgres::error::{DbError as ServerError, Severity};

use crate::db::DbError;
use crate::db::constraints::constraint_named;

/// Out of resources, told to stop, or beaten to a lock: the same later may work. `25006` comes from a server that is no longer the
/// primary, `25P03` from one that ended a transaction for idling.
const AWAY_CLASSES: [&str; 3] = ["08", "53", "58"];
const AWAY: [&str; 9] = ["25006", "25P03", "40001", "40P01", "57014", "57P01", "57P02", "57P03", "57P05"];
const UNIQUE_VIOLATION: &str = "23505";
const DISK_FULL: &str = "53100";
const LOCK_NOT_AVAILABLE: &str = "55P03";
/// Damaged pages and indexes.
const CORRUPT: [&str; 2] = ["XX001", "XX002"];
/// A commit that the server refused with one of these was rolled back. Any other error may have come after it was done.
const NOT_COMMITTED_CLASSES: [&str; 5] = ["22", "23", "25", "40", "53"];

pub(super) fn db_error(error: Error) -> DbError {
    let Some(server) = error.as_db_error() else {
        return if is_broken(&error) { DbError::away(error) } else { DbError::refused(error) };
    };
    let code = server.code().code();
    match code {
        UNIQUE_VIOLATION => match server.constraint().and_then(constraint_named) {
            Some(constraint) => DbError::Taken { constraint },
            None => DbError::refused(error),
        },
        DISK_FULL => DbError::disk_full(error),
        LOCK_NOT_AVAILABLE => DbError::lock_timeout(error),
        _ if AWAY.contains(&code) || AWAY_CLASSES.iter().any(|class| code.starts_with(class)) => DbError::away(error),
        _ if CORRUPT.contains(&code) => DbError::corrupt(error.to_string()),
        _ => DbError::refused(error),
    }
}

pub(super) fn commit_error(error: Error) -> DbError {
    let is_rolled_back = |server: &ServerError| {
        server.parsed_severity() == Some(Severity::Error)
            && NOT_COMMITTED_CLASSES.iter().any(|class| server.code().code().starts_with(class))
    };
    if error.as_db_error().is_some_and(is_rolled_back) { db_error(error) } else { DbError::unknown(error) }
}

/// Whether the connection can't be used any more.
pub(super) fn is_broken(error: &Error) -> bool {
    let is_fatal = |server: &ServerError| server.parsed_severity() != Some(Severity::Error);
    error.is_closed()
        || error.as_db_error().is_some_and(is_fatal)
        || error.source().is_some_and(|cause| cause.is::<std::io::Error>())
}
