//! Brings a database to the schema of today.
//!
//! One text serves both databases; a line that begins with `--sqlite: ` or `--postgres: ` is meant for that one alone.

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
const MIGRATIONS: [Migration; 9] = [
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
];

/// Nodes that start at once take turns. They may wait for long, because a migration may take long.
const TAKE_TURNS: &str = "
    SET LOCAL lock_timeout = '5min';
    SET LOCAL statement_timeout = '30min';
    SELECT pg_advisory_xact_lock(7020386951162453620);
";
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
    while db.write(|tx| Box::pin(apply_next(tx))).await? {}
    Ok(())
}

/// Refuses a database whose schema isn't the one of today.
pub(super) async fn check(db: &Db) -> Result<(), DbError> {
    db.read(|tx| Box::pin(check_in(tx))).await
}

/// As [`check`], inside a transaction.
pub(super) async fn check_in(tx: &mut dyn Transaction) -> Result<(), DbError> {
    if applied(tx).await? < MIGRATIONS.len() {
        return Err(DbError::corrupt(
            "its schema is older than this program; start the server once to bring it up to date",
        ));
    }
    Ok(())
}

/// Applies one migration, if one is missing, and says whether it did.
async fn apply_next(tx: &mut dyn Transaction) -> Result<bool, DbError> {
    if tx.dialect() == Dialect::Postgres {
        tx.script(TAKE_TURNS).await?;
    }
    tx.script(TABLE).await?;
    let Some(next) = MIGRATIONS.get(applied(tx).await?) else { return Ok(false) };
    tx.script(&text_for(tx.dialect(), next.text)).await?;
    let now = tx.now().await?.as_millis();
    let row: [Value; 4] = [next.version.into(), next.name.into(), checksum(next.text).into(), now.into()];
    tx.execute("INSERT INTO migrations (version, name, checksum, applied_at) VALUES ($1, $2, $3, $4)", &row).await?;
    tracing::info!(version = next.version, name = next.name, "the database was migrated");
    Ok(true)
}

/// How many migrations were applied, each of which must be one of ours, unchanged.
async fn applied(tx: &mut dyn Transaction) -> Result<usize, DbError> {
    let rows = tx.query("SELECT version, checksum FROM migrations ORDER BY version", &[]).await?;
    if rows.len() > MIGRATIONS.len() {
        return Err(DbError::corrupt("its schema is newer than this program"));
    }
    for (row, migration) in rows.iter().zip(&MIGRATIONS) {
        if row.int(0)? != migration.version || row.text(1)? != checksum(migration.text) {
            return Err(DbError::corrupt(format!(
                "migration {} isn't the one that was applied to it",
                migration.version
            )));
        }
    }
    Ok(rows.len())
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
}
