//! A data folder without a database, kept for whoever is about to put one there.

use std::fs::{DirBuilder, File};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use super::folder_lock::FolderLock;
use super::whole::{copy_file, look_through};
use super::{FILE, SqliteDb};
use crate::db::DbError;

/// What is prepared lies in here until it is whole.
const STAGING: &str = "restoring";

pub(crate) struct EmptyFolder {
    folder: PathBuf,
    _lock: FolderLock,
}

impl EmptyFolder {
    /// Makes the folder if need be, and takes it for this process alone. `None`: it has a database, or what is left of one.
    pub(crate) fn take(folder: &Path) -> Result<Option<Self>, DbError> {
        std::fs::create_dir_all(folder).map_err(DbError::away)?;
        let lock = FolderLock::take(folder)?;
        let of_a_database = [FILE.to_owned(), format!("{FILE}-wal"), format!("{FILE}-shm")];
        if of_a_database.iter().any(|name| folder.join(name).exists()) {
            return Ok(None);
        }
        let taken = Self { folder: folder.to_owned(), _lock: lock };
        // Of a restore that was broken off.
        taken.clear();
        DirBuilder::new().mode(0o700).create(taken.staging()).map_err(DbError::away)?;
        Ok(Some(taken))
    }

    pub(crate) fn staging(&self) -> PathBuf {
        self.folder.join(STAGING)
    }

    /// Makes the database that was prepared in the staging folder, and is closed, the folder's own.
    pub(crate) fn keep(self) -> Result<(), DbError> {
        let whole = self.staging().join("whole.db");
        copy_file(&self.staging().join(FILE), &whole)?;
        std::fs::rename(&whole, self.folder.join(FILE)).map_err(DbError::away)?;
        File::open(&self.folder).and_then(|folder| folder.sync_all()).map_err(DbError::away)
    }

    fn clear(&self) {
        // What can't be removed is found by whoever makes the folder next.
        let _ = std::fs::remove_dir_all(self.staging());
    }
}

impl Drop for EmptyFolder {
    fn drop(&mut self) {
        self.clear();
    }
}

impl SqliteDb {
    /// Where the file of a database in `folder` is.
    pub(in crate::db) fn file_in(folder: &Path) -> PathBuf {
        folder.join(FILE)
    }

    /// Refuses a database in `folder` that contradicts itself.
    pub(in crate::db) fn look_through(folder: &Path) -> Result<(), DbError> {
        look_through(&Self::file_in(folder))
    }
}
