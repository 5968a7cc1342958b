//! A SQLite connection as a [`Transaction`].

use std::path::Path;
use std::time::Duration;

use admit_domain::time::Timestamp;
use async_trait::async_trait;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{CachedStatement, Connection, OpenFlags, ToSql};

use super::failure::db_error;
use crate::db::clock::Clock;
use crate::db::transaction::RowsWrite;
use crate::db::{Column, DbError, Dialect, Row, RowsSql, Transaction, Value};

/// More than there are statements in this crate.
const STATEMENTS_MAX: usize = 512;
const BUSY_MAX: Duration = Duration::from_secs(5);

/// Pages are read through the page cache and not mapped, because a disk's error would then be a signal that ends the process.
const FOR_ALL: &str = "
    PRAGMA temp_store = MEMORY;
    PRAGMA mmap_size = 0;
";
/// There are several, and each event is read once: what the system keeps of the file serves them all.
const FOR_READER: &str = "
    PRAGMA cache_size = -8192;
";
/// The log grows to 16 MiB before it goes into the database, and is cut back to 64 MiB when it has been larger.
const FOR_WRITER: &str = "
    PRAGMA cache_size = -65536;
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA wal_autocheckpoint = 4096;
    PRAGMA journal_size_limit = 67108864;
";

pub(in crate::db) struct SqliteConnection {
    connection: Connection,
    clock: Clock,
    /// Whether a statement of the present job has failed.
    failed: bool,
}

impl SqliteConnection {
    /// Opens the file, making it if there is none, to write.
    pub(super) fn open_writer(file: &Path, clock: Clock) -> Result<Self, DbError> {
        let connection = Self::open(file, clock, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)?;
        connection.batch(FOR_WRITER)?;
        Ok(connection)
    }

    pub(super) fn open_reader(file: &Path, clock: Clock) -> Result<Self, DbError> {
        let connection = Self::open(file, clock, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        connection.batch(FOR_READER)?;
        Ok(connection)
    }

    fn open(file: &Path, clock: Clock, flags: OpenFlags) -> Result<Self, DbError> {
        let connection =
            Connection::open_with_flags(file, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX).map_err(db_error)?;
        connection.set_prepared_statement_cache_capacity(STATEMENTS_MAX);
        connection.busy_timeout(BUSY_MAX).map_err(db_error)?;
        let connection = Self { connection, clock, failed: false };
        connection.batch(FOR_ALL)?;
        Ok(connection)
    }

    /// For what isn't a transaction's work.
    pub(super) fn raw(&self) -> &Connection {
        &self.connection
    }

    /// Forgets the failures of the job before.
    pub(in crate::db) fn start_job(&mut self) {
        self.failed = false;
    }

    pub(in crate::db) fn has_failed(&self) -> bool {
        self.failed
    }

    /// Whether a transaction is open. A full or broken disk ends one by itself.
    pub(super) fn is_open(&self) -> bool {
        !self.connection.is_autocommit()
    }

    /// Runs a statement that steers transactions.
    pub(super) fn steer(&self, sql: &'static str) -> Result<(), DbError> {
        let mut statement = self.connection.prepare_cached(sql).map_err(db_error)?;
        statement.raw_execute().map(drop).map_err(db_error)
    }

    /// Runs statements that have neither arguments nor answers worth reading.
    pub(in crate::db) fn batch(&self, sql: &str) -> Result<(), DbError> {
        self.connection.execute_batch(sql).map_err(db_error)
    }

    fn query_now(&self, sql: &'static str, arguments: &[Value]) -> rusqlite::Result<Vec<Row>> {
        let mut statement = self.connection.prepare_cached(sql)?;
        for (index, argument) in arguments.iter().enumerate() {
            statement.raw_bind_parameter(index + 1, argument)?;
        }
        rows_of(&mut statement)
    }

    fn query_each(&self, sql: &'static str, columns: &[Column]) -> rusqlite::Result<Vec<Row>> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = Vec::new();
        for index in 0..columns.first().map_or(0, Column::len) {
            bind_row(&mut statement, columns, index)?;
            rows.append(&mut rows_of(&mut statement)?);
        }
        Ok(rows)
    }

    fn execute_now(&self, sql: &'static str, arguments: &[Value]) -> rusqlite::Result<u64> {
        let mut statement = self.connection.prepare_cached(sql)?;
        for (index, argument) in arguments.iter().enumerate() {
            statement.raw_bind_parameter(index + 1, argument)?;
        }
        statement.raw_execute().map(|count| count as u64)
    }

    fn write_now(&self, write: &RowsWrite) -> rusqlite::Result<u64> {
        let mut statement = self.connection.prepare_cached(write.sql.sqlite)?;
        let mut touched = 0;
        for index in 0..write.len() {
            bind_row(&mut statement, &write.columns, index)?;
            touched += statement.raw_execute()? as u64;
        }
        Ok(touched)
    }

    fn noted<T>(&mut self, result: rusqlite::Result<T>) -> Result<T, DbError> {
        self.failed |= result.is_err();
        result.map_err(db_error)
    }
}

#[async_trait]
impl Transaction for SqliteConnection {
    fn dialect(&self) -> Dialect {
        Dialect::Sqlite
    }

    async fn now(&mut self) -> Result<Timestamp, DbError> {
        Ok(self.clock.now())
    }

    async fn query(&mut self, sql: &'static str, arguments: &[Value]) -> Result<Vec<Row>, DbError> {
        let result = self.query_now(sql, arguments);
        self.noted(result)
    }

    async fn execute(&mut self, sql: &'static str, arguments: &[Value]) -> Result<u64, DbError> {
        let result = self.execute_now(sql, arguments);
        self.noted(result)
    }

    async fn execute_all(&mut self, writes: Vec<RowsWrite>) -> Result<Vec<u64>, DbError> {
        let result = writes.iter().map(|write| self.write_now(write)).collect();
        self.noted(result)
    }

    async fn script(&mut self, sql: &str) -> Result<(), DbError> {
        let result = self.connection.execute_batch(sql);
        self.noted(result)
    }

    async fn query_rows(&mut self, sql: &RowsSql, columns: Vec<Column>) -> Result<Vec<Row>, DbError> {
        let result = self.query_each(sql.sqlite, &columns);
        self.noted(result)
    }
}

fn rows_of(statement: &mut CachedStatement<'_>) -> rusqlite::Result<Vec<Row>> {
    let width = statement.column_count();
    let mut rows = statement.raw_query();
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        let values = (0..width).map(|column| Ok(value_of(row.get_ref(column)?)));
        all.push(Row(values.collect::<rusqlite::Result<_>>()?));
    }
    Ok(all)
}

/// Columns are declared BIGINT, TEXT or BYTEA, and nothing else is ever bound, so nothing else comes back.
pub(super) fn value_of(value: ValueRef<'_>) -> Value {
    match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(value) => Value::Int(value),
        ValueRef::Real(value) => Value::Text(value.to_string()),
        ValueRef::Text(value) => Value::Text(String::from_utf8_lossy(value).into_owned()),
        ValueRef::Blob(value) => Value::Bytes(value.to_vec()),
    }
}

fn bind_row(statement: &mut CachedStatement<'_>, columns: &[Column], row: usize) -> rusqlite::Result<()> {
    for (index, column) in columns.iter().enumerate() {
        statement.raw_bind_parameter(index + 1, Cell { column, row })?;
    }
    Ok(())
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Value::Null => ValueRef::Null,
            Value::Int(value) => ValueRef::Integer(*value),
            Value::Text(value) => ValueRef::Text(value.as_bytes()),
            Value::Bytes(value) => ValueRef::Blob(value),
        }))
    }
}

/// One row's value of a column.
struct Cell<'a> {
    column: &'a Column,
    row: usize,
}

impl ToSql for Cell<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        let row = self.row;
        Ok(ToSqlOutput::Borrowed(match self.column {
            Column::Int(values) => ValueRef::Integer(values[row]),
            Column::OptionalInt(values) => values[row].map_or(ValueRef::Null, ValueRef::Integer),
            Column::Text(values) => ValueRef::Text(values[row].as_bytes()),
            Column::OptionalText(values) => {
                values[row].as_ref().map_or(ValueRef::Null, |text| ValueRef::Text(text.as_bytes()))
            }
            Column::Label(values) => ValueRef::Text(values[row].as_bytes()),
            Column::Id(values) => ValueRef::Blob(&values[row]),
            Column::OptionalId(values) => values[row].as_ref().map_or(ValueRef::Null, |id| ValueRef::Blob(id)),
            Column::OptionalBytes(values) => values[row].as_deref().map_or(ValueRef::Null, ValueRef::Blob),
        }))
    }
}
