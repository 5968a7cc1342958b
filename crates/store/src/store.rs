//! The store as the server opens it. Each aggregate implements its port in its own file.

use std::error::Error;
use std::path::Path;

use admit_app::ports::error::{StoreError, StoreResult};

use crate::catalogue::SeatMapCache;
use crate::db::{Db, DbError, DiskFull, PostgresSettings, StoreUsage, Transaction};

/// Cheap to clone; all clones are one store.
#[derive(Clone)]
pub struct SqlStore {
    pub(crate) db: Db,
    pub(crate) seat_maps: SeatMapCache,
}

impl SqlStore {
    /// Opens the SQLite database in `folder`, making both if need be, for this process alone.
    pub async fn open_embedded(folder: &Path) -> StoreResult<Self> {
        Ok(Self::over(Db::open_sqlite(folder).await?))
    }

    /// Opens the SQLite database in `folder` to read, also while a server writes to it.
    pub async fn open_embedded_to_read(folder: &Path) -> StoreResult<Self> {
        Ok(Self::over(Db::open_sqlite_to_read(folder).await?))
    }

    /// Opens the PostgreSQL database that the settings name, with the schema of today. Any number of nodes may.
    pub async fn open_cluster(settings: PostgresSettings) -> StoreResult<Self> {
        Ok(Self::over(Db::open_postgres(settings).await?))
    }

    pub(crate) fn over(db: Db) -> Self {
        Self { db, seat_maps: SeatMapCache::default() }
    }

    /// Whether the store can commit just now: it does, changing nothing. [`is_disk_full`] tells why if not.
    pub async fn ping(&self) -> StoreResult<()> {
        self.db.write(|tx| Box::pin(touch(tx))).await.map_err(|error: DbError| error.into())
    }

    /// How busy the store is just now.
    pub fn usage(&self) -> StoreUsage {
        self.db.usage()
    }

    /// Ends all that is under way in good order. Whoever uses the store later finds it away.
    pub async fn close(&self) {
        self.db.close().await;
    }
}

async fn touch(tx: &mut dyn Transaction) -> Result<(), DbError> {
    tx.execute("UPDATE migrations SET applied_at = applied_at WHERE version = 1", &[]).await?;
    Ok(())
}

/// Whether a full disk made it fail, which no waiting mends.
pub fn is_disk_full(error: &StoreError) -> bool {
    let mut next = error.source();
    while let Some(cause) = next {
        if cause.is::<DiskFull>() {
            return true;
        }
        next = cause.source();
    }
    false
}
