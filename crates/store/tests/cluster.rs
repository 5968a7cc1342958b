//! What only PostgreSQL can do to a store: die, come back, and have its locks held by others.

use std::process::Stdio;
use std::time::{Duration, Instant};

use admit_app::ports::error::StoreError;
use admit_app::ports::inventory::{CommitError, Decide, InventoryStore, Writes};
use admit_domain::id::EventId;
use admit_domain::inventory::journal::{BatchId, Change, Entry, Version};
use admit_store::{PostgresSettings, SqlStore};
use admit_testkit::contract::node::Node;
use admit_testkit::contract::sale::{Sale, fresh};
use admit_testkit::contract::story::a_hold;
use admit_testkit::postgres::{Durability, ScratchPostgres, shared};

const PATIENCE: Duration = Duration::from_secs(30);

/// Whatever was acknowledged is there after the server was killed, and of each lost answer it can be told whether it was done.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_killed_server_loses_nothing_that_it_acknowledged() {
    let mut server = ScratchPostgres::start(Durability::Shipped).unwrap();
    let store = SqlStore::open_cluster(PostgresSettings::new(server.url())).await.unwrap();
    let mut events = Vec::new();
    for _ in 0..4 {
        events.push(Sale::open(&store).await.event);
    }
    let writers: Vec<_> = events.iter().map(|event| tokio::spawn(write_until_away(store.clone(), *event))).collect();
    until("all are writing", async || {
        let versions = store.versions(&events).await.unwrap();
        versions.iter().all(|(_, version)| version.number >= 10)
    })
    .await;
    server.stop_hard().unwrap();
    let mut outcomes = Vec::new();
    for writer in writers {
        outcomes.push(writer.await.unwrap());
    }
    assert!(store.ping().await.is_err());
    server.start_again().unwrap();
    until("the store is back", async || store.ping().await.is_ok()).await;

    for (event, outcome) in events.iter().zip(outcomes) {
        let entries = store.entries(*event, Version::START, 100_000).await.unwrap();
        let mut wanted = outcome.acknowledged;
        if let Some(batch) = outcome.unknown
            && store.was_committed(*event, batch).await.unwrap()
        {
            wanted.push(batch);
        }
        let found: Vec<BatchId> = entries.iter().map(|entry| entry.batch).collect();
        assert_eq!(found, wanted);
        Node::open(&store, *event).await.write(|_, opening| vec![Change::Held(a_hold(&[0], opening.now))]).await;
    }
}

#[derive(Default)]
struct Outcome {
    acknowledged: Vec<BatchId>,
    /// The batch whose commit was never answered.
    unknown: Option<BatchId>,
}

async fn write_until_away(store: SqlStore, event: EventId) -> Outcome {
    let mut outcome = Outcome::default();
    let mut known = Version::START;
    loop {
        let batch = BatchId(fresh());
        let decide: Decide = Box::new(move |opening, _| {
            let entry = Entry { version: opening.version, at: opening.now, batch, changes: Vec::new() };
            Some(Writes::of(entry))
        });
        match store.commit(event, known.into(), decide).await {
            Ok(_) => outcome.acknowledged.push(batch),
            Err(CommitError::Store(StoreError::Unknown(_))) => {
                outcome.unknown = Some(batch);
                return outcome;
            }
            Err(CommitError::Store(StoreError::Away(_))) => return outcome,
            Err(other) => panic!("{other:?}"),
        }
        known = known.next();
    }
}

/// Whoever holds an event's lock and hangs can keep the others waiting for two seconds, and no longer.
#[tokio::test(flavor = "multi_thread")]
async fn a_lock_that_is_not_given_back_is_not_waited_for_long() {
    let server = shared().unwrap();
    let url = server.fresh_database().unwrap();
    let store = SqlStore::open_cluster(PostgresSettings::new(&*url)).await.unwrap();
    let event = Sale::open(&store).await.event;
    let mut holder = server
        .psql_command(&url, "BEGIN; UPDATE inventory SET at = at; SELECT pg_sleep(600)")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let sleeping =
        "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()";
    until("the lock is held", async || server.psql(&url, sleeping).unwrap() == "1").await;

    let started = Instant::now();
    let node = Node::open(&store, event).await;
    let away = node.commit(|_, opening| vec![Change::Held(a_hold(&[0], opening.now))]).await.unwrap_err();
    assert!(matches!(away, CommitError::Store(StoreError::Away(_))), "{away:?}");
    assert!(started.elapsed() < Duration::from_secs(10));
    holder.kill().unwrap();
    holder.wait().unwrap();
    server.psql(&url, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()").unwrap();
    until("the lock is free", async || store.was_committed(event, BatchId(1)).await.is_ok()).await;
    node.write(|_, opening| vec![Change::Held(a_hold(&[0], opening.now))]).await;
}

/// A server that can't be reached is away at once, and not after all the time that a statement may take.
#[tokio::test(flavor = "multi_thread")]
async fn an_unreachable_server_is_away() {
    let port = admit_testkit::port::free_port().unwrap();
    let url = format!("postgres://nobody@127.0.0.1:{port}/nothing");
    let away = SqlStore::open_cluster(PostgresSettings::new(url)).await.err().unwrap();
    assert!(matches!(away, StoreError::Away(_)), "{away:?}");
}

async fn until(what: &str, mut condition: impl AsyncFnMut() -> bool) {
    let deadline = Instant::now() + PATIENCE;
    while !condition().await {
        assert!(Instant::now() < deadline, "waited too long until {what}");
        tokio::task::yield_now().await;
    }
}
