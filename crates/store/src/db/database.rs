//! The database, whichever it is.

use std::path::{Path, PathBuf};

use futures_util::future::BoxFuture;

use super::error::DbError;
use super::migrations;
use super::postgres::{PostgresDb, PostgresSettings};
use super::sqlite::SqliteDb;
use super::transaction::{Dialect, Transaction};
use super::usage::StoreUsage;

/// Cheap to clone; all clones are one database.
#[derive(Clone)]
pub(crate) enum Db {
    Sqlite(SqliteDb),
    Postgres(PostgresDb),
}

impl Db {
    /// Opens the database in `folder`, making it if there is none, for this process alone, with the schema of today.
    pub(crate) async fn open_sqlite(folder: &Path) -> Result<Self, DbError> {
        let folder = folder.to_owned();
        let opened = tokio::task::spawn_blocking(move || SqliteDb::open(&folder)).await;
        let db = Db::Sqlite(opened.map_err(DbError::refused)??);
        migrations::run(&db).await?;
        Ok(db)
    }

    /// Opens the database in `folder` to read, also while another process writes to it. Its schema must be of today.
    pub(crate) async fn open_sqlite_to_read(folder: &Path) -> Result<Self, DbError> {
        let folder = folder.to_owned();
        let opened = tokio::task::spawn_blocking(move || SqliteDb::open_to_read(&folder)).await;
        let db = Db::Sqlite(opened.map_err(DbError::refused)??);
        migrations::check(&db).await?;
        Ok(db)
    }

    /// Connects to PostgreSQL and brings the schema to the one of today.
    pub(crate) async fn open_postgres(settings: PostgresSettings) -> Result<Self, DbError> {
        let db = Db::Postgres(PostgresDb::new(settings)?);
        migrations::run(&db).await?;
        Ok(db)
    }

    /// Where the file of a SQLite database in `folder` is.
    pub(crate) fn sqlite_file_in(folder: &Path) -> PathBuf {
        SqliteDb::file_in(folder)
    }

    /// As [`Db::open_sqlite`], but only if the file's pages and indexes agree, and if its schema isn't newer.
    pub(crate) async fn open_sqlite_copy(folder: &Path) -> Result<Self, DbError> {
        let looked = folder.to_owned();
        tokio::task::spawn_blocking(move || SqliteDb::look_through(&looked)).await.map_err(DbError::refused)??;
        let db = Self::open_sqlite(folder).await?;
        migrations::check(&db).await?;
        Ok(db)
    }

    /// Connects to PostgreSQL and leaves its schema as it is, whatever it is.
    pub(crate) fn open_postgres_as_it_is(settings: PostgresSettings) -> Result<Self, DbError> {
        Ok(Db::Postgres(PostgresDb::new(settings)?))
    }

    pub(crate) fn dialect(&self) -> Dialect {
        match self {
            Db::Sqlite(_) => Dialect::Sqlite,
            Db::Postgres(_) => Dialect::Postgres,
        }
    }

    /// Runs `work` in a transaction, which commits if it answers `Ok` and rolls back if not. On SQLite it shares the commit with
    /// whatever else came in meanwhile. Usage: `db.write(|tx| Box::pin(async move { … })).await`.
    pub(crate) async fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
        F: for<'t> FnOnce(&'t mut dyn Transaction) -> BoxFuture<'t, Result<T, E>> + Send + 'static,
    {
        match self {
            Db::Sqlite(db) => db.write(work).await,
            Db::Postgres(db) => db.write(work).await,
        }
    }

    /// Runs `work` in one snapshot, in which it may only read.
    pub(crate) async fn read<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
        F: for<'t> FnOnce(&'t mut dyn Transaction) -> BoxFuture<'t, Result<T, E>> + Send + 'static,
    {
        match self {
            Db::Sqlite(db) => db.read(work).await,
            Db::Postgres(db) => db.read(work).await,
        }
    }

    pub(crate) fn usage(&self) -> StoreUsage {
        match self {
            Db::Sqlite(db) => db.usage(),
            Db::Postgres(db) => db.usage(),
        }
    }

    /// Ends all that is under way in good order. Whoever uses the database later finds it away.
    pub(crate) async fn close(&self) {
        match self {
            Db::Sqlite(db) => db.close().await,
            Db::Postgres(db) => db.close(),
        }
    }
}
