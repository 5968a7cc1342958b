//! A database file as a whole: copied beside whoever writes to it, looked through, and read from end to end.

use std::fs::File;
use std::path::Path;

use rusqlite::params;

use super::connection::{SqliteConnection, value_of};
use super::failure::db_error;
use crate::db::clock::Clock;
use crate::db::tables::{PAGE_BYTES, Table};
use crate::db::{Column, DbError, Row, Value};

/// Writes `from` as of one moment into a new file without a log of its own. The pages that a backup through SQLite's own
/// interface copies one after another would have to be begun anew whenever another process writes.
pub(in crate::db) fn copy_file(from: &Path, to: &Path) -> Result<(), DbError> {
    let source = SqliteConnection::open_reader(from, Clock::start())?;
    source.raw().execute("VACUUM INTO ?1", params![to.to_string_lossy()]).map_err(db_error)?;
    File::open(to).and_then(|file| file.sync_all()).map_err(DbError::away)
}

/// Refuses a file whose pages or indexes contradict one another.
pub(in crate::db) fn look_through(file: &Path) -> Result<(), DbError> {
    let database = SqliteConnection::open_reader(file, Clock::start())?;
    let found: String =
        database.raw().query_row("PRAGMA integrity_check(1)", [], |row| row.get(0)).map_err(db_error)?;
    if found == "ok" { Ok(()) } else { Err(DbError::corrupt(found)) }
}

/// Gives all rows of `tables` in pages of bounded size, with the index of their table, until nobody takes them.
pub(in crate::db) fn read_pages(
    file: &Path,
    tables: &[Table],
    mut give: impl FnMut(usize, Vec<Column>) -> bool,
) -> Result<(), DbError> {
    let database = SqliteConnection::open_reader(file, Clock::start())?;
    for (index, table) in tables.iter().enumerate() {
        let mut statement = database.raw().prepare(&table.select()).map_err(db_error)?;
        let width = statement.column_count();
        let mut rows = statement.raw_query();
        let (mut page, mut bytes) = (Vec::new(), 0);
        while let Some(row) = rows.next().map_err(db_error)? {
            let values = (0..width).map(|column| row.get_ref(column).map(value_of));
            let values: Vec<Value> = values.collect::<Result<_, _>>().map_err(db_error)?;
            bytes += values.iter().map(Value::bytes).sum::<usize>();
            page.push(Row(values));
            if bytes >= PAGE_BYTES {
                if !give(index, table.columns_of(std::mem::take(&mut page))?) {
                    return Ok(());
                }
                bytes = 0;
            }
        }
        if !page.is_empty() && !give(index, table.columns_of(page)?) {
            return Ok(());
        }
    }
    Ok(())
}
