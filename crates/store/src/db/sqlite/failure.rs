//! What SQLite's errors mean.

use rusqlite::{Error, ErrorCode, ffi};

use crate::db::DbError;
use crate::db::constraints::constraint_over;

/// The only place where SQLite says which constraint it was.
const UNIQUE: &str = "UNIQUE constraint failed: ";

pub(super) fn db_error(error: Error) -> DbError {
    let Error::SqliteFailure(failure, message) = &error else { return DbError::refused(error) };
    match failure.code {
        ErrorCode::ConstraintViolation => match taken(failure.extended_code, message.as_deref()) {
            Some(constraint) => DbError::Taken { constraint },
            None => DbError::refused(error),
        },
        ErrorCode::DiskFull => DbError::disk_full(error),
        ErrorCode::SystemIoFailure
        | ErrorCode::DatabaseBusy
        | ErrorCode::DatabaseLocked
        | ErrorCode::CannotOpen
        | ErrorCode::OutOfMemory
        | ErrorCode::OperationInterrupted
        | ErrorCode::FileLockingProtocolFailed => DbError::away(error),
        ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => DbError::corrupt(error.to_string()),
        _ => DbError::refused(error),
    }
}

fn taken(extended_code: i32, message: Option<&str>) -> Option<&'static str> {
    let unique = [ffi::SQLITE_CONSTRAINT_PRIMARYKEY, ffi::SQLITE_CONSTRAINT_UNIQUE, ffi::SQLITE_CONSTRAINT_ROWID];
    unique.contains(&extended_code).then(|| constraint_over(message?.strip_prefix(UNIQUE)?)).flatten()
}
