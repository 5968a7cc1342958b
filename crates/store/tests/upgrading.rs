//! A newer program brings a database up to date while older ones sell on it.

use std::path::Path;
use std::process::{Child, Stdio};
use std::time::Duration;

use admit_store::{PostgresSettings, SqlStore};
use admit_testkit::poll::until;
use admit_testkit::postgres::{ScratchPostgres, shared};

/// The schema of the last release that didn't yet know of newer ones.
const FORMER: i64 = 9;
const WITHIN: Duration = Duration::from_secs(60);
/// For [`psql`]: whoever waits for longer has been stopped.
const WAITS: &str = "SET lock_timeout = '20s'";

async fn open(url: &str) -> Result<SqlStore, String> {
    SqlStore::open_cluster(PostgresSettings::new(url)).await.map_err(|error| error.to_string())
}

async fn server() -> &'static ScratchPostgres {
    tokio::task::spawn_blocking(|| shared().unwrap()).await.unwrap()
}

async fn psql(url: &str, statements: &str) -> String {
    let (url, statements) = (url.to_owned(), format!("{WAITS}; {statements}"));
    tokio::task::spawn_blocking(move || shared().unwrap().psql(&url, &statements).unwrap()).await.unwrap()
}

async fn fresh() -> String {
    let server = server().await;
    tokio::task::spawn_blocking(|| server.fresh_database().unwrap()).await.unwrap()
}

/// A database as the former release left it, by its own files and without the code under test.
async fn of_former() -> String {
    let (today, former) = (fresh().await, fresh().await);
    open(&today).await.unwrap();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let texts = files.iter().take(FORMER as usize).map(|file| std::fs::read_to_string(file).unwrap());
    let text: String = texts.map(|text| text.replace("--postgres: ", "")).collect();
    psql(&former, &text).await;
    let table = "CREATE TABLE migrations (version BIGINT PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL, \
                 applied_at BIGINT NOT NULL)";
    psql(&former, table).await;
    let row = "'(' || version || ', ''' || name || ''', ''' || checksum || ''', ' || applied_at || ')'";
    let rows = format!("SELECT string_agg({row}, ', ') FROM migrations WHERE version <= {FORMER}");
    let rows = psql(&today, &rows).await;
    psql(&former, &format!("INSERT INTO migrations VALUES {rows}")).await;
    former
}

/// Somebody who has read a table and doesn't let go of it.
struct Reader(Child);

impl Reader {
    async fn of(table: &str, url: &str) -> Reader {
        let statements = format!("BEGIN; LOCK TABLE {table} IN ACCESS SHARE MODE; SELECT pg_sleep(600)");
        let mut command = server().await.psql_command(url, &statements);
        let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let asleep =
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()";
        until("it has its lock", WITHIN, async || (psql(url, asleep).await == "1").then_some(())).await;
        Reader(child)
    }

    async fn goes(mut self, url: &str) {
        let end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
                   WHERE wait_event = 'PgSleep' AND datname = current_database()";
        psql(url, end).await;
        self.0.wait().unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_migration_waits_for_a_table_and_keeps_nobody_from_it() {
    let url = of_former().await;
    let reader = Reader::of("migrations", &url).await;
    let upgrade = tokio::spawn({
        let url = url.clone();
        async move { open(&url).await }
    });
    let waits = "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'migrations'::regclass";
    for _ in 0..3 {
        until("the migration waits for its table", WITHIN, async || (psql(&url, waits).await != "0").then_some(()))
            .await;
        // Whoever wants the table too stands behind the migration, which must give up before they do.
        assert_eq!(psql(&url, "SELECT count(*) FROM migrations").await, FORMER.to_string());
    }
    assert!(!upgrade.is_finished());
    reader.goes(&url).await;
    let store = tokio::time::timeout(WITHIN, upgrade).await.expect("it goes on").unwrap().unwrap();
    store.ping().await.unwrap();
    assert_ne!(psql(&url, "SELECT count(*) FROM migrations").await, FORMER.to_string());
}

/// What a release of tomorrow leaves in the database, which adds something.
const OF_TOMORROW: &str = "CREATE TABLE of_tomorrow (id BIGINT PRIMARY KEY);
    INSERT INTO migrations SELECT MAX(version) + 1, 'of_tomorrow', 'x', 0, 0 FROM migrations";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_newer_schema_that_only_adds_is_served() {
    let url = fresh().await;
    open(&url).await.unwrap();
    psql(&url, OF_TOMORROW).await;
    open(&url).await.unwrap().ping().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_newer_schema_is_served_by_programs_that_it_was_left_fit_for() {
    let url = fresh().await;
    open(&url).await.unwrap();
    psql(&url, OF_TOMORROW).await;
    let newest = "SELECT MAX(version) FROM migrations";
    let known: i64 = psql(&url, newest).await.parse::<i64>().unwrap() - 1;
    // It removed what this program knows not to be used any more,
    psql(&url, &format!("UPDATE migrations SET needs = {known} WHERE version > {known}")).await;
    open(&url).await.unwrap();
    // or what this program uses still.
    psql(&url, &format!("UPDATE migrations SET needs = {known} + 1 WHERE version > {known}")).await;
    let why = open(&url).await.err().expect("it doesn't start");
    assert!(why.contains(&format!("needs one that knows migration {}", known + 1)), "{why}");
}

/// A copy of the tables that this program knows wouldn't be all.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_newer_program_stores_is_backed_up_by_that_one() {
    let url = fresh().await;
    let store = open(&url).await.unwrap();
    let folder = std::env::temp_dir().join(format!("admit-upgrading-{}", std::process::id()));
    std::fs::create_dir(&folder).unwrap();
    psql(&url, OF_TOMORROW).await;
    let copied = store.copy_into(&folder).await;
    std::fs::remove_dir_all(&folder).unwrap();
    let why = copied.expect_err("it isn't copied").to_string();
    assert!(why.contains("newer than this program"), "{why}");
}
