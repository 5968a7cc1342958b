//! Brings a database to the schema of today.
//!
//! One text serves both databases; a line that begins with `--sqlite: ` or `--postgres: ` is meant for that one alone.
//!
//! Programs of two versions run side by side while nodes are replaced, so a migration adds, and what an older program still uses is
//! removed by a later one. One that removes says by a line `--needs: N` which schema a program must know at least to run on what is
//! left; that stands in the database, and an older program that finds it there doesn't start.

use std::time::Duration;

use tokio::time::{Instant, sleep};

use super::database::Db;
use super::error::DbError;
use super::transaction::{Dialect, Transaction};
use super::value::Value;

struct Migration {
    version: i64,
    name: &'static str,
    text: &'static str,
}

/// In order, and only ever longer: a migration that was shipped is never edited.
const MIGRATIONS: [Migration; 11] = [
    Migration { version: 1, name: "inventory", text: include_str!("../../migrations/0001_inventory.sql") },
    Migration {
        version: 2,
        name: "accounts_and_catalogue",
        text: include_str!("../../migrations/0002_accounts_and_catalogue.sql"),
    },
    Migration { version: 3, name: "gateway_ledger", text: include_str!("../../migrations/0003_gateway_ledger.sql") },
    Migration {
        version: 4,
        name: "links_merges_and_mails",
        text: include_str!("../../migrations/0004_links_merges_and_mails.sql"),
    },
    Migration { version: 5, name: "organizers", text: include_str!("../../migrations/0005_organizers.sql") },
    Migration {
        version: 6,
        name: "holds_without_accounts",
        text: include_str!("../../migrations/0006_holds_without_accounts.sql"),
    },
    Migration { version: 7, name: "rows_by_event", text: include_str!("../../migrations/0007_rows_by_event.sql") },
    Migration { version: 8, name: "waiting_rooms", text: include_str!("../../migrations/0008_waiting_rooms.sql") },
    Migration { version: 9, name: "relay", text: include_str!("../../migrations/0009_relay.sql") },
    Migration { version: 10, name: "older_programs", text: include_str!("../../migrations/0010_older_programs.sql") },
    Migration { version: 11, name: "settling", text: include_str!("../../migrations/0011_settling.sql") },
];

/// How the line of a migration begins that says of which schema a program must know at least.
const NEEDS: &str = "--needs: ";

/// Nodes that start at once take turns. They may wait for long, because a migration may take long. For tables it waits for a
/// moment only: whoever wants to use one meanwhile waits behind it, and nodes that sell wait for two seconds at most.
const TAKE_TURNS: &str = "
    SET LOCAL lock_timeout = '5min';
    SET LOCAL statement_timeout = '30min';
    SELECT pg_advisory_xact_lock(7020386951162453620);
    SET LOCAL lock_timeout = '500ms';
";
/// How long nodes that sell have the tables to themselves until the next try, and for how long it is tried: as long as a backup or
/// somebody's report may take.
const TRIES_AGAIN_AFTER: Duration = Duration::from_secs(2);
const TRIES_FOR: Duration = Duration::from_secs(20 * 60);
const TABLE: &str = "
    CREATE TABLE IF NOT EXISTS migrations (
        version BIGINT NOT NULL,
        name TEXT NOT NULL,
        checksum TEXT NOT NULL,
        applied_at BIGINT NOT NULL,
        CONSTRAINT migrations_pkey PRIMARY KEY (version)
    )
";

/// Applies what is missing, each migration in a transaction of its own.
pub(super) async fn run(db: &Db) -> Result<(), DbError> {
    let gives_up = Instant::now() + TRIES_FOR;
    loop {
        match db.write(|tx| Box::pin(apply_next(tx))).await {
            Ok(true) => {}
            Ok(false) => return Ok(()),
            Err(error) if error.is_lock_timeout() && Instant::now() < gives_up => {
                tracing::info!("a table that a migration changes is in use; trying again");
                sleep(TRIES_AGAIN_AFTER).await;
            }
            Err(error) => return Err(error),
        }
    }
}

/// What a database's schema is to this program.
enum Schema {
    /// So many of the migrations that it knows were applied, and no others.
    Known(usize),
    /// All that it knows were applied, and others. Programs that know this one at least can run on it.
    Newer { needs: i64 },
}

/// Refuses a database whose schema isn't the one of today.
pub(super) async fn check(db: &Db) -> Result<(), DbError> {
    db.read(|tx| Box::pin(check_in(tx))).await
}

/// As [`check`], inside a transaction.
pub(super) async fn check_in(tx: &mut dyn Transaction) -> Result<(), DbError> {
    match schema(tx).await? {
        Schema::Known(applied) if applied == MIGRATIONS.len() => Ok(()),
        Schema::Known(_) => {
            Err(DbError::corrupt("its schema is older than this program; start the server once to bring it up to date"))
        }
        Schema::Newer { .. } => Err(DbError::corrupt("its schema is newer than this program")),
    }
}

/// Applies one migration, if one is missing, and says whether it did.
async fn apply_next(tx: &mut dyn Transaction) -> Result<bool, DbError> {
    if tx.dialect() == Dialect::Postgres {
        tx.script(TAKE_TURNS).await?;
    }
    tx.script(TABLE).await?;
    let next = match schema(tx).await? {
        Schema::Known(applied) => MIGRATIONS.get(applied),
        Schema::Newer { needs } if needs as usize <= MIGRATIONS.len() => {
            tracing::warn!("the database's schema is newer than this program, which can run on it");
            None
        }
        Schema::Newer { needs } => {
            let known = MIGRATIONS.len();
            return Err(DbError::corrupt(format!(
                "its schema is newer than this program: it needs one that knows migration {needs}, and this one knows {known}"
            )));
        }
    };
    let Some(next) = next else { return Ok(false) };
    tx.script(&text_for(tx.dialect(), next.text)).await?;
    let now = tx.now().await?.as_millis();
    let row: [Value; 4] = [next.version.into(), next.name.into(), checksum(next.text).into(), now.into()];
    tx.execute("INSERT INTO migrations (version, name, checksum, applied_at) VALUES ($1, $2, $3, $4)", &row).await?;
    if let Some(needs) = needs(next.text) {
        tx.execute("UPDATE migrations SET needs = $1 WHERE version = $2", &[needs.into(), next.version.into()]).await?;
    }
    tracing::info!(version = next.version, name = next.name, "the database was migrated");
    Ok(true)
}

/// What was applied. Each migration that this program knows must be as it knows it.
async fn schema(tx: &mut dyn Transaction) -> Result<Schema, DbError> {
    let rows = tx.query("SELECT version, checksum FROM migrations ORDER BY version", &[]).await?;
    for (row, migration) in rows.iter().zip(&MIGRATIONS) {
        if row.int(0)? != migration.version || row.text(1)? != checksum(migration.text) {
            return Err(DbError::corrupt(format!(
                "migration {} isn't the one that was applied to it",
                migration.version
            )));
        }
    }
    if rows.len() <= MIGRATIONS.len() {
        return Ok(Schema::Known(rows.len()));
    }
    let needs = tx.query("SELECT MAX(needs) FROM migrations", &[]).await?;
    let needs = needs.first().map(|row| row.int(0)).transpose()?;
    Ok(Schema::Newer { needs: needs.unwrap_or_default() })
}

/// Of which schema a program must know at least that runs beside or after this migration. `None`: of any.
fn needs(text: &str) -> Option<i64> {
    text.lines().find_map(|line| line.strip_prefix(NEEDS)?.trim().parse().ok())
}

fn text_for(dialect: Dialect, text: &str) -> String {
    let ours = match dialect {
        Dialect::Sqlite => "--sqlite: ",
        Dialect::Postgres => "--postgres: ",
    };
    text.lines().map(|line| line.strip_prefix(ours).unwrap_or(line)).fold(String::new(), |all, line| all + line + "\n")
}

/// FNV-1a, 64 bits: it is there against accidents, not against anybody.
fn checksum(text: &str) -> String {
    let hash = text
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    format!("{hash:016x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_for_one_database_stays_a_comment_for_the_other() {
        let text = "CREATE TABLE t (id BIGINT)\n--sqlite: WITHOUT ROWID\n;\n--postgres: ALTER TABLE t SET (fillfactor = 50);\n";
        assert_eq!(
            text_for(Dialect::Sqlite, text),
            "CREATE TABLE t (id BIGINT)\nWITHOUT ROWID\n;\n--postgres: ALTER TABLE t SET (fillfactor = 50);\n"
        );
        assert!(text_for(Dialect::Postgres, text).contains("\nALTER TABLE t SET"));
    }

    #[test]
    fn versions_count_from_one() {
        assert!(MIGRATIONS.iter().zip(1..).all(|(migration, version)| migration.version == version));
    }

    /// The column that keeps it came with the tenth.
    #[test]
    fn what_a_migration_needs_came_before_it() {
        assert_eq!(needs("-- Gone.\n--needs: 12\nDROP TABLE t;"), Some(12));
        assert_eq!(needs("-- It --needs: 12 nothing.\n"), None);
        for migration in &MIGRATIONS {
            let needs = needs(migration.text);
            assert!(
                needs.is_none_or(|needs| needs < migration.version && migration.version > 10),
                "{}",
                migration.name
            );
            assert_eq!(needs.is_some(), migration.text.contains(NEEDS), "{}", migration.name);
        }
    }
}
