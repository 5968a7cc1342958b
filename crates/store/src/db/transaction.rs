//! What can be done inside a transaction.

use admit_domain::time::Timestamp;
use async_trait::async_trait;

use super::column::Column;
use super::error::DbError;
use super::row::Row;
use super::value::Value;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dialect {
    Sqlite,
    Postgres,
}

/// One statement run for many rows. On PostgreSQL the columns are arrays for `UNNEST`, so it is one round trip; on SQLite the
/// prepared statement runs once a row with one value a column.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RowsSql {
    /// With `$1…` for one row's values, in their order of first appearance.
    pub(crate) sqlite: &'static str,
    /// With `$1…` for the columns' arrays.
    pub(crate) postgres: &'static str,
}

/// A set-wise statement with its rows.
#[derive(Debug)]
pub(crate) struct RowsWrite {
    pub(crate) sql: RowsSql,
    /// All equally long.
    pub(crate) columns: Vec<Column>,
}

impl RowsWrite {
    pub(crate) fn new(sql: &RowsSql, columns: Vec<Column>) -> Self {
        debug_assert!(columns.windows(2).all(|pair| pair[0].len() == pair[1].len()), "columns of different lengths");
        Self { sql: *sql, columns }
    }

    /// How many rows it has.
    pub(crate) fn len(&self) -> usize {
        self.columns.first().map_or(0, Column::len)
    }
}

/// An open transaction (or, on a reader, one consistent snapshot). On SQLite every call is done when its future is first polled.
///
/// A statement that fails spoils the transaction on both databases: it rolls back, even if the job then says that all is well.
#[async_trait]
pub(crate) trait Transaction: Send {
    fn dialect(&self) -> Dialect;

    /// The store's clock: the database's on PostgreSQL (`clock_timestamp()`), this process's monotonic one on SQLite.
    async fn now(&mut self) -> Result<Timestamp, DbError>;

    /// `sql` has `$1…` in their order of first appearance, each used once, and is the same text for both databases.
    async fn query(&mut self, sql: &'static str, arguments: &[Value]) -> Result<Vec<Row>, DbError>;

    /// As `query`, for a statement whose rows nobody reads; answers with how many it touched.
    async fn execute(&mut self, sql: &'static str, arguments: &[Value]) -> Result<u64, DbError>;

    /// Runs all of `writes` in their order, on PostgreSQL without waiting for one before sending the next; those without rows are
    /// left out. Answers with how many rows each touched.
    async fn execute_all(&mut self, writes: Vec<RowsWrite>) -> Result<Vec<u64>, DbError>;

    /// Runs statements without arguments, such as a migration's.
    async fn script(&mut self, sql: &str) -> Result<(), DbError>;

    /// Reads with all rows of `columns`: `sql` has arrays on PostgreSQL (`= ANY($1)`) and runs once a row on SQLite, the answers
    /// one after another. Nothing is read for no rows.
    async fn query_rows(&mut self, sql: &RowsSql, columns: Vec<Column>) -> Result<Vec<Row>, DbError>;

    /// Runs `sql` for all rows of `columns`, which are equally long; nothing happens for no rows. Answers with how many were touched.
    async fn execute_rows(&mut self, sql: &RowsSql, columns: Vec<Column>) -> Result<u64, DbError> {
        Ok(self.execute_all(vec![RowsWrite::new(sql, columns)]).await?.into_iter().sum())
    }

    /// At most one row.
    async fn query_optional(&mut self, sql: &'static str, arguments: &[Value]) -> Result<Option<Row>, DbError> {
        Ok(self.query(sql, arguments).await?.into_iter().next())
    }
}
