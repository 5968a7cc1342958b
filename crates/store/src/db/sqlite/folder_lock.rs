//! One process a data folder: two writers with two clocks and two memories would each be right on their own.

use std::fs::{File, TryLockError};
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::db::DbError;

const FILE: &str = "admit.lock";
/// A process that is just ending, or a store of this one that is just closing, still has its lock.
const WAIT_MAX: Duration = Duration::from_secs(3);
const BETWEEN_TRIES: Duration = Duration::from_millis(10);

/// Held as long as the file is open; the system lets go of it when the process ends, however it ends.
pub(super) struct FolderLock {
    _file: File,
}

impl FolderLock {
    pub(super) fn take(folder: &Path) -> Result<Self, DbError> {
        let file =
            File::options().create(true).truncate(false).write(true).open(folder.join(FILE)).map_err(DbError::away)?;
        let deadline = Instant::now() + WAIT_MAX;
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Self { _file: file }),
                Err(TryLockError::WouldBlock) if Instant::now() < deadline => sleep(BETWEEN_TRIES),
                Err(TryLockError::WouldBlock) => {
                    return Err(DbError::away(format!("another process uses the data folder {}", folder.display())));
                }
                Err(TryLockError::Error(error)) => return Err(DbError::away(error)),
            }
        }
    }
}
