//! All rows of one database as of one moment, into another that is empty.

use std::path::{Path, PathBuf};

use tokio::sync::mpsc;
use tokio::task::spawn_blocking;

use super::column::Column;
use super::database::Db;
use super::error::DbError;
use super::migrations;
use super::postgres::PostgresDb;
use super::sqlite::{SqliteDb, copy_file};
use super::tables::{Table, tables};
use super::transaction::Transaction;

/// Pages on their way from one database to the other.
const PAGES_WAITING_MAX: usize = 2;

/// What is ours alone is waited for as long as it takes: rows that are written elsewhere meanwhile, a table that is large.
const TAKE_TIME: &str = "
    SET LOCAL idle_in_transaction_session_timeout = '10min';
    SET LOCAL statement_timeout = '30min';
";

/// Why an empty database couldn't be filled.
#[derive(Debug)]
pub(crate) enum Unfilled {
    /// There are rows in this table.
    Used(String),
    Db(DbError),
}

impl From<DbError> for Unfilled {
    fn from(error: DbError) -> Self {
        Unfilled::Db(error)
    }
}

impl Db {
    /// Writes all that is stored as of one moment as a SQLite database into the empty folder, and gives its file. Nobody who
    /// writes meanwhile is held up.
    pub(crate) async fn copy_into(&self, folder: &Path) -> Result<PathBuf, DbError> {
        let copy = folder.join("copy.db");
        let from = match self {
            Db::Sqlite(db) => db.file().to_owned(),
            Db::Postgres(source) => {
                let rows = folder.join("rows");
                // As lasting as the program's own, since the one that is kept is made of it.
                let Db::Sqlite(staged) = Db::open_sqlite(&rows).await? else {
                    return Err(DbError::refused("a SQLite database was opened as another"));
                };
                let copied = read_all(source, &staged).await;
                staged.close().await;
                copied?;
                staged.file().to_owned()
            }
        };
        let to = copy.clone();
        spawn_blocking(move || copy_file(&from, &to)).await.map_err(DbError::refused)??;
        Ok(copy)
    }

    /// Puts all rows of the SQLite database `staged` into this one, which must be of PostgreSQL and without rows: all or none.
    pub(crate) async fn fill_from(&self, staged: &Db) -> Result<(), Unfilled> {
        let (Db::Postgres(target), Db::Sqlite(staged)) = (self, staged) else {
            return Err(DbError::refused("only PostgreSQL is filled from a SQLite database").into());
        };
        let tables: Vec<Table> = staged.read::<_, DbError, _>(|tx| Box::pin(tables(tx))).await?;
        let (give, take) = mpsc::channel(PAGES_WAITING_MAX);
        let (file, read) = (staged.file().to_owned(), tables.clone());
        let reader = spawn_blocking(move || {
            let given = super::sqlite::read_pages(&file, &read, |table, columns| {
                give.blocking_send(Ok((table, columns))).is_ok()
            });
            if let Err(why) = given {
                // Whoever doesn't listen any more has failed for another reason.
                let _ = give.blocking_send(Err(why));
            }
        });
        let filled = target.write(move |tx| Box::pin(fill(tx, tables, take))).await;
        reader.await.map_err(DbError::refused)?;
        filled
    }

    /// Whether somebody has used this database, whatever its schema. Changes nothing.
    pub(crate) async fn is_used(&self) -> Result<bool, DbError> {
        self.read(|tx| Box::pin(is_used(tx))).await
    }
}

async fn read_all(source: &PostgresDb, staged: &SqliteDb) -> Result<(), DbError> {
    let tables: Vec<Table> = staged.read::<_, DbError, _>(|tx| Box::pin(tables(tx))).await?;
    let staged = staged.clone();
    source
        .read(move |tx| {
            Box::pin(async move {
                tx.script(TAKE_TIME).await?;
                // In the same snapshot as the rows.
                migrations::check_in(tx).await?;
                for table in &tables {
                    read_table(tx, table, &staged).await?;
                }
                Ok(())
            })
        })
        .await
}

async fn read_table(tx: &mut dyn Transaction, table: &Table, staged: &SqliteDb) -> Result<(), DbError> {
    tx.script(&table.declare()).await?;
    let mut fetch = table.fetch(&[]);
    loop {
        let rows = tx.query(fetch, &[]).await?;
        if rows.is_empty() {
            return tx.script(&table.close()).await;
        }
        fetch = table.fetch(&rows);
        let (insert, columns) = (table.insert, table.columns_of(rows)?);
        let written =
            staged.write::<_, DbError, _>(move |tx| Box::pin(async move { tx.execute_rows(&insert, columns).await }));
        written.await?;
    }
}

type Page = Result<(usize, Vec<Column>), DbError>;

async fn fill(tx: &mut dyn Transaction, tables: Vec<Table>, mut pages: mpsc::Receiver<Page>) -> Result<(), Unfilled> {
    tx.script(TAKE_TIME).await?;
    // Rows of today's tables, all of which must be there.
    migrations::check_in(tx).await?;
    let names: Vec<String> = tables.iter().map(|table| format!("\"{}\"", table.name())).collect();
    // A node that starts meanwhile waits, and finds the rows.
    tx.script(&format!("LOCK TABLE {} IN ACCESS EXCLUSIVE MODE", names.join(", "))).await?;
    for table in &tables {
        if !tx.query(table.any(), &[]).await?.is_empty() {
            return Err(Unfilled::Used(table.name().to_owned()));
        }
    }
    while let Some(page) = pages.recv().await {
        let (table, columns) = page?;
        tx.execute_rows(&tables[table].insert, columns).await?;
    }
    Ok(())
}

async fn is_used(tx: &mut dyn Transaction) -> Result<bool, DbError> {
    // Every node that ever started has left its keys.
    let sql = "SELECT CAST(table_name AS TEXT) FROM information_schema.tables
               WHERE table_schema = ANY (current_schemas(false)) AND table_name = 'secrets'";
    if tx.query(sql, &[]).await?.is_empty() {
        return Ok(false);
    }
    Ok(!tx.query("SELECT name FROM secrets LIMIT 1", &[]).await?.is_empty())
}
