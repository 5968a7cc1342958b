//! A row that was read.

use super::error::DbError;
use super::value::Value;

#[derive(Debug, Clone)]
pub(crate) struct Row(pub(crate) Vec<Value>);

impl Row {
    pub(crate) fn int(&self, column: usize) -> Result<i64, DbError> {
        self.optional_int(column)?.ok_or_else(|| DbError::shape(column))
    }

    pub(crate) fn text(&self, column: usize) -> Result<&str, DbError> {
        self.optional_text(column)?.ok_or_else(|| DbError::shape(column))
    }

    pub(crate) fn bytes(&self, column: usize) -> Result<&[u8], DbError> {
        self.optional_bytes(column)?.ok_or_else(|| DbError::shape(column))
    }

    pub(crate) fn optional_int(&self, column: usize) -> Result<Option<i64>, DbError> {
        match self.0.get(column) {
            Some(Value::Int(value)) => Ok(Some(*value)),
            Some(Value::Null) => Ok(None),
            _ => Err(DbError::shape(column)),
        }
    }

    pub(crate) fn optional_text(&self, column: usize) -> Result<Option<&str>, DbError> {
        match self.0.get(column) {
            Some(Value::Text(value)) => Ok(Some(value)),
            Some(Value::Null) => Ok(None),
            _ => Err(DbError::shape(column)),
        }
    }

    pub(crate) fn optional_bytes(&self, column: usize) -> Result<Option<&[u8]>, DbError> {
        match self.0.get(column) {
            Some(Value::Bytes(value)) => Ok(Some(value)),
            Some(Value::Null) => Ok(None),
            _ => Err(DbError::shape(column)),
        }
    }

    pub(crate) fn optional_id(&self, column: usize) -> Result<Option<[u8; 16]>, DbError> {
        self.optional_bytes(column)?.map(|_| self.id(column)).transpose()
    }

    /// A 128-bit id, stored big-endian.
    pub(crate) fn id(&self, column: usize) -> Result<[u8; 16], DbError> {
        self.bytes(column)?.try_into().map_err(|_| DbError::shape(column))
    }
}
