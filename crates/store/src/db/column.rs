//! A column of values for a set-wise statement.

/// All values of one column, one entry a row.
#[derive(Debug, Clone)]
pub(crate) enum Column {
    Int(Vec<i64>),
    OptionalInt(Vec<Option<i64>>),
    Text(Vec<String>),
    OptionalText(Vec<Option<String>>),
    /// Texts that the code knows beforehand, such as the names of states.
    Label(Vec<&'static str>),
    /// 128-bit ids and hashes, which need no allocation each.
    Id(Vec<[u8; 16]>),
    OptionalId(Vec<Option<[u8; 16]>>),
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
            Column::Label(values) => values.len(),
            Column::Id(values) => values.len(),
            Column::OptionalId(values) => values.len(),
            Column::OptionalBytes(values) => values.len(),
        }
    }
}
