//! An upgrade under load: what a newer version adds to the schema stops neither the nodes that run nor those that start.

use std::time::Duration;

use admit_testkit::client::{Api, id};
use admit_testkit::draw::Draw;
use admit_testkit::poll::until_blocking;
use admit_testkit::postgres::shared;
use admit_testkit::server_process::Database;
use admit_testkit::site::{ARENA, Profile};
use serde_json::json;
use tokio::task::block_in_place;

use super::load::{Load, Server, settle_and_verify};
use super::{prepare, start};

const WITHIN: Duration = Duration::from_secs(180);

/// As a migration of the next version does: it takes its lock for a moment, and lets others go first if it can't have it.
fn migrate(url: &str, statement: &str) {
    let statement = format!("SET lock_timeout = '500ms'; {statement}");
    let mut outcome = Ok(String::new());
    let done = until_blocking(WITHIN, || {
        outcome = shared().unwrap().psql(url, &statement);
        outcome.is_ok().then_some(())
    });
    done.unwrap_or_else(|| panic!("{statement}: {outcome:?}"));
}

fn ask(url: &str, question: &str) -> String {
    shared().unwrap().psql(url, question).unwrap()
}

/// Every table gets a column more, there is a new one, and the next version has noted that it was here.
fn add_what_tomorrow_adds(url: &str) {
    let tables = ask(url, "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1");
    let tables: Vec<&str> = tables.lines().collect();
    assert!(tables.len() > 20, "{tables:?}");
    for table in tables.iter().filter(|table| **table != "migrations") {
        migrate(url, &format!("ALTER TABLE \"{table}\" ADD COLUMN of_tomorrow TEXT NOT NULL DEFAULT 'x'"));
    }
    migrate(url, "CREATE TABLE of_tomorrow (id BIGINT PRIMARY KEY)");
    migrate(url, "INSERT INTO migrations SELECT MAX(version) + 1, 'of_tomorrow', 'x', 0, 0 FROM migrations");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nodes_of_two_versions_sell_side_by_side() {
    let draw = Draw::new("upgrades");
    let database = Profile::Cluster.fresh().unwrap();
    let Database::Postgres(url) = &database else { panic!("{database:?}") };
    let mut running = block_in_place(|| start(&database));
    let mut at_running = Load::start(running.url(), Server::Lives, &draw.fork(1)).await;
    at_running.progress(20, WITHIN).await;
    block_in_place(|| add_what_tomorrow_adds(url));
    at_running.progress(40, WITHIN).await;

    let mut started = block_in_place(|| start(&database));
    let mut at_started = Load::start(started.url(), Server::Lives, &draw.fork(2)).await;
    at_started.progress(40, WITHIN).await;
    at_running.progress(40, WITHIN).await;
    for load in [&mut at_running, &mut at_started] {
        load.assert_no_surprises();
        load.verify().await;
    }
    let (mut records, more) = (at_running.stop().await, at_started.stop().await);
    records.extend(more);
    settle_and_verify(records).await;

    // A file of what this program knows wouldn't be all that there is.
    let file = started.data().join("a.backup");
    let backup = block_in_place(|| started.run(&["backup", file.to_str().unwrap()]).unwrap());
    assert!(!backup.status.success() && backup.said.contains("newer than this program"), "{}", backup.said);

    // The version after the next removes what this program uses. It doesn't begin to serve then; the one that does goes on.
    block_in_place(|| migrate(url, "UPDATE migrations SET needs = version WHERE name = 'of_tomorrow'"));
    let late = block_in_place(|| prepare(&database));
    let late = block_in_place(|| late.run(&["serve", "--listen", "127.0.0.1:0"]).unwrap());
    assert!(!late.status.success() && late.said.contains("needs one that knows migration"), "{}", late.said);
    assert!(!late.said.contains("panicked"), "{}", late.said);
    let api = Api::new(running.url()).unwrap();
    let event = id(&api.event_named(ARENA).await).to_owned();
    api.guest().await.hold(&event, &json!({ "best_available": { "quantity": 2 } })).await;
    block_in_place(|| migrate(url, "UPDATE migrations SET needs = 0"));
    block_in_place(|| {
        running.stop_and_check().unwrap();
        started.stop_and_check().unwrap();
    });
}
