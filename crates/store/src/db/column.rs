//! A column of values for a set-wise write.

/// All values of one column, one entry a row.
#[derive(Debug, Clone)]
pub(crate) enum Column {
    Int(Vec<i64>),
    OptionalInt(Vec<Option<i64>>),
    Text(Vec<String>),
    OptionalText(Vec<Option<String>>),
    Bytes(Vec<Vec<u8>>),
    OptionalBytes(Vec<Option<Vec<u8>>>),
}

impl Column {
    /// How many rows it has.
    pub(crate) fn len(&self) -> usize {
        match self {
            Column::Int(values) => values.len(),
            Column::OptionalInt(values) => values.len(),
            Column::Text(values) => values.len(),
            Column::OptionalText(values) => values.len(),
            Column::Bytes(values) => values.len(),
            Column::OptionalBytes(values) => values.len(),
        }
    }
}
