//! One small language for two databases: values, rows, columns, transactions.

mod column;
mod error;
mod row;
mod transaction;
mod value;

pub(crate) use column::Column;
pub(crate) use error::DbError;
pub(crate) use row::Row;
pub(crate) use transaction::{Dialect, RowsSql, Transaction};
pub(crate) use value::Value;
