//! The schema's tables as the schema itself has them, so that a copy of everything can't forget one that a later migration adds.

use super::column::Column;
use super::error::DbError;
use super::row::Row;
use super::transaction::{RowsSql, Transaction};
use super::value::Value;

/// How much of a table is in memory at once, roughly.
pub(super) const PAGE_BYTES: usize = 4 << 20;
/// How many rows are fetched at once, by how large they are.
const FETCH_ROWS: [usize; 3] = [16, 512, 8_192];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Int,
    Text,
    Bytes,
}

#[derive(Debug, Clone)]
pub(super) struct Table {
    name: String,
    columns: Vec<(String, Kind)>,
    /// Puts rows in, on either database.
    pub(super) insert: RowsSql,
    fetches: [&'static str; 3],
    any: &'static str,
}

/// All tables with rows of the program's, in the order of their names. `tx` is of SQLite and has the schema of today.
pub(super) async fn tables(tx: &mut dyn Transaction) -> Result<Vec<Table>, DbError> {
    let sql = "SELECT t.name, c.name, c.type FROM sqlite_master t, pragma_table_info(t.name) c
               WHERE t.type = 'table' AND t.name <> 'migrations' AND t.name NOT LIKE 'sqlite%' ORDER BY t.name, c.cid";
    let mut found: Vec<(String, Vec<(String, Kind)>)> = Vec::new();
    for row in tx.query(sql, &[]).await? {
        let kind = match row.text(2)? {
            "BIGINT" => Kind::Int,
            "TEXT" => Kind::Text,
            "BYTEA" => Kind::Bytes,
            other => return Err(DbError::corrupt(format!("a column is of type {other}"))),
        };
        let (table, column) = (row.text(0)?.to_owned(), (row.text(1)?.to_owned(), kind));
        match found.last_mut().filter(|(last, _)| *last == table) {
            Some((_, columns)) => columns.push(column),
            None => found.push((table, vec![column])),
        }
    }
    Ok(found.into_iter().map(|(name, columns)| Table::new(name, columns)).collect())
}

impl Table {
    fn new(name: String, columns: Vec<(String, Kind)>) -> Self {
        let names = column_names(&columns);
        let numbers: Vec<String> = (1..=columns.len()).map(|number| format!("${number}")).collect();
        let arrays: Vec<String> =
            columns.iter().zip(&numbers).map(|((_, kind), number)| format!("{number}::{}[]", kind.sql())).collect();
        let insert = RowsSql {
            sqlite: kept(format!("INSERT INTO \"{name}\" ({names}) VALUES ({})", numbers.join(", "))),
            postgres: kept(format!("INSERT INTO \"{name}\" ({names}) SELECT * FROM UNNEST({})", arrays.join(", "))),
        };
        let fetches = FETCH_ROWS.map(|rows| kept(format!("FETCH {rows} FROM \"all_{name}\"")));
        let any = kept(format!("SELECT 1 FROM \"{name}\" LIMIT 1"));
        Self { name, columns, insert, fetches, any }
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn select(&self) -> String {
        format!("SELECT {} FROM \"{}\"", column_names(&self.columns), self.name)
    }

    /// Answers with a row if there is any.
    pub(super) fn any(&self) -> &'static str {
        self.any
    }

    /// Opens PostgreSQL's cursor over all rows.
    pub(super) fn declare(&self) -> String {
        format!("DECLARE \"all_{}\" NO SCROLL CURSOR FOR {}", self.name, self.select())
    }

    pub(super) fn close(&self) -> String {
        format!("CLOSE \"all_{}\"", self.name)
    }

    /// Fetches as many rows as fit into a page, if they are like the last ones.
    pub(super) fn fetch(&self, last: &[Row]) -> &'static str {
        let [few, some, many] = self.fetches;
        if last.is_empty() {
            return few;
        }
        let bytes: usize = last.iter().flat_map(|row| &row.0).map(Value::bytes).sum();
        let fit = PAGE_BYTES / (bytes / last.len()).max(1);
        match fit {
            _ if fit >= FETCH_ROWS[2] => many,
            _ if fit >= FETCH_ROWS[1] => some,
            _ => few,
        }
    }

    /// Turns rows into columns.
    pub(super) fn columns_of(&self, rows: Vec<Row>) -> Result<Vec<Column>, DbError> {
        let mut columns: Vec<Column> = self.columns.iter().map(|(_, kind)| kind.column(rows.len())).collect();
        for row in rows {
            for (index, (value, column)) in row.0.into_iter().zip(&mut columns).enumerate() {
                match (column, value) {
                    (Column::OptionalInt(all), Value::Int(value)) => all.push(Some(value)),
                    (Column::OptionalInt(all), Value::Null) => all.push(None),
                    (Column::OptionalText(all), Value::Text(value)) => all.push(Some(value)),
                    (Column::OptionalText(all), Value::Null) => all.push(None),
                    (Column::OptionalBytes(all), Value::Bytes(value)) => all.push(Some(value)),
                    (Column::OptionalBytes(all), Value::Null) => all.push(None),
                    _ => return Err(DbError::corrupt(format!("column {index} of {} is of another type", self.name))),
                }
            }
        }
        Ok(columns)
    }
}

impl Kind {
    fn sql(self) -> &'static str {
        match self {
            Kind::Int => "BIGINT",
            Kind::Text => "TEXT",
            Kind::Bytes => "BYTEA",
        }
    }

    fn column(self, rows: usize) -> Column {
        match self {
            Kind::Int => Column::OptionalInt(Vec::with_capacity(rows)),
            Kind::Text => Column::OptionalText(Vec::with_capacity(rows)),
            Kind::Bytes => Column::OptionalBytes(Vec::with_capacity(rows)),
        }
    }
}

fn column_names(columns: &[(String, Kind)]) -> String {
    columns.iter().map(|(name, _)| format!("\"{name}\"")).collect::<Vec<_>>().join(", ")
}

/// Statements are known by their text for as long as the process lives. These are as many as there are tables, and are made by
/// commands that end soon.
fn kept(sql: String) -> &'static str {
    sql.leak()
}
