//! Copies of everything, and databases made from such copies.

use std::path::{Path, PathBuf};

use admit_app::ports::error::{StoreError, StoreResult};
use admit_domain::time::Timestamp;
use thiserror::Error;
use tokio::task::spawn_blocking;

use crate::SqlStore;
use crate::db::{Db, DbError, EmptyFolder, PostgresSettings, Transaction, Unfilled};
use crate::waiting_rooms::note_put_back;

/// Why a copy wasn't put anywhere.
#[derive(Debug, Error)]
pub enum RestoreError {
    /// There is something already, which is left as it is.
    #[error("the database holds rows already, in {table}")]
    Used { table: String },
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A data folder without a database, which nobody else can use meanwhile.
pub struct RestoreFolder(EmptyFolder);

impl RestoreFolder {
    /// Makes the folder if need be. `None`: it has a database.
    pub async fn take(folder: &Path) -> StoreResult<Option<Self>> {
        let folder = folder.to_owned();
        let taken = spawn_blocking(move || EmptyFolder::take(&folder)).await.map_err(DbError::refused)?;
        Ok(taken?.map(RestoreFolder))
    }

    /// A folder in it, which goes away with this.
    pub fn staging(&self) -> PathBuf {
        self.0.staging()
    }

    /// Makes the database that `staged` opened in the staging folder the folder's own.
    pub async fn keep(self, staged: SqlStore) -> StoreResult<()> {
        staged.close().await;
        Ok(spawn_blocking(move || self.0.keep()).await.map_err(DbError::refused)??)
    }
}

impl SqlStore {
    /// Connects to the PostgreSQL database as it is, whatever its schema.
    pub fn open_cluster_as_it_is(settings: PostgresSettings) -> StoreResult<Self> {
        Ok(Self::over(Db::open_postgres_as_it_is(settings)?))
    }

    /// Writes all that is stored as of one moment as a SQLite database into the empty folder, and gives its file. Needs the schema
    /// of today. Whoever writes meanwhile isn't held up.
    pub async fn copy_into(&self, folder: &Path) -> StoreResult<PathBuf> {
        Ok(self.db.copy_into(folder).await?)
    }

    /// Where [`SqlStore::open_copy`] looks for a copy.
    pub fn copy_file_in(folder: &Path) -> PathBuf {
        Db::sqlite_file_in(folder)
    }

    /// Opens the copy in `folder`, after having looked through all of it, and brings it to the schema of today.
    pub async fn open_copy(folder: &Path) -> StoreResult<Self> {
        Ok(Self::over(Db::open_sqlite_copy(folder).await?))
    }

    /// Whether any node has ever used this PostgreSQL database.
    pub async fn is_used(&self) -> StoreResult<bool> {
        Ok(self.db.is_used().await?)
    }

    /// Puts all of `copy` into this PostgreSQL database, which must be empty: all of it or nothing.
    pub async fn fill_from(&self, copy: &SqlStore) -> Result<(), RestoreError> {
        self.db.fill_from(&copy.db).await.map_err(|unfilled| match unfilled {
            Unfilled::Used(table) => RestoreError::Used { table },
            Unfilled::Db(error) => RestoreError::Store(error.into()),
        })
    }

    /// Begins a new epoch in every event's journal, so that no version that anybody remembers is used again, and says in how many.
    ///
    /// The epoch is the time in seconds, since the same copy may be put back twice: one more than the copy's would then be used
    /// twice as well.
    ///
    /// Waiting rooms hand out numbers again that somebody may have got since; places with them are nobody's from now on.
    pub async fn raise_epochs(&self, now: Timestamp) -> StoreResult<u64> {
        Ok(self.db.write(move |tx| Box::pin(raise_epochs(tx, now))).await?)
    }
}

async fn raise_epochs(tx: &mut dyn Transaction, now: Timestamp) -> Result<u64, DbError> {
    note_put_back(tx, now).await?;
    let seconds = now.as_millis() / 1_000;
    let sql = "UPDATE inventory SET epoch = CASE WHEN epoch < $1 THEN CAST($2 AS BIGINT) ELSE epoch + 1 END";
    tx.execute(sql, &[seconds.into(), seconds.into()]).await
}
