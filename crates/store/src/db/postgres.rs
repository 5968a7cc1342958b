//! PostgreSQL: a bounded pool of connections, each transaction on one of them.

mod failure;
mod settings;
mod tls;
mod transaction;
mod value;

use std::panic::AssertUnwindSafe;

use deadpool_postgres::{Manager, ManagerConfig, Pool, RecyclingMethod, Runtime};
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use tokio_postgres::NoTls;
use tokio_postgres::config::SslMode;

pub use self::settings::PostgresSettings;
use self::settings::{CONNECT_MAX, connection_config};
use self::transaction::PostgresTransaction;
use super::error::DbError;
use super::transaction::Transaction;
use super::usage::{PoolUsage, StoreUsage};

/// Locks are taken row by row, and every statement sees what was committed before it began.
const BEGIN_TO_WRITE: &str = "BEGIN ISOLATION LEVEL READ COMMITTED";
const BEGIN_TO_READ: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

#[derive(Clone)]
pub(crate) struct PostgresDb {
    pool: Pool,
    settings: PostgresSettings,
}

impl PostgresDb {
    /// Connects to nothing yet.
    pub(super) fn new(settings: PostgresSettings) -> Result<Self, DbError> {
        // A connection that was returned has no open transaction, so nothing needs to be reset, and no round trip to ask.
        let recycling = ManagerConfig { recycling_method: RecyclingMethod::Fast };
        let config = connection_config(&settings)?;
        let manager = match config.get_ssl_mode() {
            SslMode::Require => {
                Manager::from_config(config, tls::connector(settings.tls_authorities.as_deref())?, recycling)
            }
            _ => Manager::from_config(config, NoTls, recycling),
        };
        let pool = Pool::builder(manager)
            .max_size(settings.pool_size)
            .wait_timeout(Some(settings.acquire_timeout))
            .create_timeout(Some(CONNECT_MAX))
            .recycle_timeout(Some(CONNECT_MAX))
            .runtime(Runtime::Tokio1)
            .build()
            .map_err(DbError::refused)?;
        Ok(Self { pool, settings })
    }

    pub(super) async fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
        F: for<'t> FnOnce(&'t mut dyn Transaction) -> BoxFuture<'t, Result<T, E>> + Send + 'static,
    {
        let mut transaction = self.transaction(BEGIN_TO_WRITE).await?;
        match caught(work(&mut transaction)).await {
            Ok(value) => {
                transaction.commit().await?;
                Ok(value)
            }
            Err(why) => {
                transaction.roll_back();
                Err(why)
            }
        }
    }

    pub(super) async fn read<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
        F: for<'t> FnOnce(&'t mut dyn Transaction) -> BoxFuture<'t, Result<T, E>> + Send + 'static,
    {
        let mut transaction = self.transaction(BEGIN_TO_READ).await?;
        let result = caught(work(&mut transaction)).await;
        transaction.roll_back();
        result
    }

    async fn transaction(&self, begin: &'static str) -> Result<PostgresTransaction, DbError> {
        let client = self.pool.get().await.map_err(DbError::away)?;
        Ok(PostgresTransaction::new(client, begin, self.settings.answer_max()))
    }

    pub(super) fn usage(&self) -> StoreUsage {
        let status = self.pool.status();
        let pool = PoolUsage {
            in_use: status.size.saturating_sub(status.available),
            idle: status.available,
            max: status.max_size,
        };
        StoreUsage { waiting: status.waiting, pool: Some(pool) }
    }

    pub(super) fn close(&self) {
        self.pool.close();
    }
}

/// A panic is an error to the caller, as it is where the work is done on another thread. What it left half done is rolled back.
async fn caught<T, E: From<DbError>>(work: BoxFuture<'_, Result<T, E>>) -> Result<T, E> {
    let panicked = |_| Err(DbError::refused("a transaction panicked").into());
    AssertUnwindSafe(work).catch_unwind().await.unwrap_or_else(panicked)
}
