//! Values and columns on their way to and from PostgreSQL, in its binary format.

use std::error::Error;

use bytes::BytesMut;
use tokio_postgres::types::{IsNull, ToSql, Type, to_sql_checked};

use crate::db::{Column, DbError, Row, Value};

type Written = Result<IsNull, Box<dyn Error + Sync + Send>>;

impl ToSql for Value {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Written {
        match self {
            Value::Null => Ok(IsNull::Yes),
            Value::Int(value) => value.to_sql_checked(ty, out),
            Value::Text(value) => value.to_sql_checked(ty, out),
            Value::Bytes(value) => value.to_sql_checked(ty, out),
        }
    }

    /// Which types fit depends on the value, so the value itself is asked when it is written.
    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

impl ToSql for Column {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Written {
        match self {
            Column::Int(values) => values.to_sql_checked(ty, out),
            Column::OptionalInt(values) => values.to_sql_checked(ty, out),
            Column::Text(values) => values.to_sql_checked(ty, out),
            Column::OptionalText(values) => values.to_sql_checked(ty, out),
            Column::Label(values) => values.to_sql_checked(ty, out),
            Column::OptionalBytes(values) => values.to_sql_checked(ty, out),
            Column::Id(values) => values.iter().map(|id| &id[..]).collect::<Vec<_>>().to_sql_checked(ty, out),
            Column::OptionalId(values) => {
                values.iter().map(|id| id.as_ref().map(|id| &id[..])).collect::<Vec<_>>().to_sql_checked(ty, out)
            }
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

pub(super) fn row_from(row: &tokio_postgres::Row) -> Result<Row, DbError> {
    (0..row.len()).map(|column| value_from(row, column)).collect::<Result<_, _>>().map(Row)
}

fn value_from(row: &tokio_postgres::Row, column: usize) -> Result<Value, DbError> {
    let value = match *row.columns()[column].type_() {
        Type::INT8 => row.try_get::<_, Option<i64>>(column).map(Value::from),
        Type::INT4 => row.try_get::<_, Option<i32>>(column).map(|value| value.map(i64::from).into()),
        Type::TEXT | Type::VARCHAR => row.try_get::<_, Option<String>>(column).map(Value::from),
        Type::BYTEA => row.try_get::<_, Option<Vec<u8>>>(column).map(Value::from),
        _ => return Err(DbError::shape(column)),
    };
    value.map_err(|_| DbError::shape(column))
}
