//! One small language for two databases: values, rows, columns, transactions.

mod clock;
mod column;
mod constraints;
mod copying;
mod database;
mod error;
mod job;
mod migrations;
mod postgres;
mod row;
mod sqlite;
mod tables;
mod transaction;
mod usage;
mod value;

pub(crate) use column::Column;
pub(crate) use copying::Unfilled;
pub(crate) use database::Db;
pub(crate) use error::DbError;
pub(crate) use error::DiskFull;
pub use postgres::PostgresSettings;
pub(crate) use row::Row;
pub(crate) use sqlite::EmptyFolder;
pub(crate) use transaction::{Dialect, RowsSql, RowsWrite, Transaction};
pub use usage::{PoolUsage, StoreUsage};
pub(crate) use value::Value;
