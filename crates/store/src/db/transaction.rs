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

/// An open transaction (or, on a reader, one consistent snapshot). On SQLite every call is done when its future is first polled.
#[async_trait]
pub(crate) trait Transaction: Send {
    fn dialect(&self) -> Dialect;

    /// The store's clock: the database's on PostgreSQL (`clock_timestamp()`), this process's monotonic one on SQLite.
    async fn now(&mut self) -> Result<Timestamp, DbError>;

    /// `sql` has `$1…` in their order of first appearance, each used once, and is the same text for both databases.
    async fn query(&mut self, sql: &'static str, arguments: &[Value]) -> Result<Vec<Row>, DbError>;

    /// As `query`, for a statement whose rows nobody reads; answers with how many it touched.
    async fn execute(&mut self, sql: &'static str, arguments: &[Value]) -> Result<u64, DbError>;

    /// Runs `sql` for all rows of `columns`, which are equally long; nothing happens for no rows. Answers with how many were touched.
    async fn execute_rows(&mut self, sql: &RowsSql, columns: Vec<Column>) -> Result<u64, DbError>;

    /// At most one row.
    async fn query_optional(&mut self, sql: &'static str, arguments: &[Value]) -> Result<Option<Row>, DbError> {
        Ok(self.query(sql, arguments).await?.into_iter().next())
    }
}
