//! What only the embedded store promises: its folder is its own, and whatever it acknowledged is there again.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use admit_app::ports::catalogue::Catalogue;
use admit_app::ports::error::StoreError;
use admit_app::ports::inventory::{CommitError, InventoryStore};
use admit_app::ports::secrets::Secrets;
use admit_domain::inventory::journal::{Change, Version};
use admit_domain::unit::Unit;
use admit_store::SqlStore;
use admit_testkit::contract::node::Node;
use admit_testkit::contract::sale::Sale;
use admit_testkit::contract::story::a_hold;
use tokio::task::JoinSet;

/// A folder that goes away at the end.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static MADE: AtomicU32 = AtomicU32::new(0);
        let number = MADE.fetch_add(1, Ordering::Relaxed);
        Self(std::env::temp_dir().join(format!("admit-embedded-{}-{number}", std::process::id())))
    }

    fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What can't be removed lies in the system's folder for such things.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_is_there_after_a_start_without_a_close() {
    let folder = Folder::new();
    let store = SqlStore::open_embedded(folder.path()).await.unwrap();
    let event = Sale::open(&store).await.event;
    let mut writers = JoinSet::new();
    for unit in 0..30 {
        let store = store.clone();
        writers.spawn(async move {
            let node = Node::open(&store, event).await;
            node.write(move |_, opening| vec![Change::Held(a_hold(&[unit], opening.now))]).await;
        });
    }
    writers.join_all().await;
    drop(store);

    let store = SqlStore::open_embedded(folder.path()).await.unwrap();
    let loaded = store.load(event).await.unwrap().unwrap();
    assert_eq!((loaded.claims.len(), loaded.holds.len(), loaded.version.number), (30, 30, 30));
    store.close().await;
    assert!(!folder.path().join("admit.db-wal").metadata().is_ok_and(|log| log.len() > 0), "close empties the log");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_belongs_to_one_process_but_may_be_read() {
    let folder = Folder::new();
    let store = SqlStore::open_embedded(folder.path()).await.unwrap();
    let event = Sale::open(&store).await.event;
    let reader = SqlStore::open_embedded_to_read(folder.path()).await.unwrap();
    let second = SqlStore::open_embedded(folder.path()).await.err().unwrap();
    assert!(matches!(second, StoreError::Away(_)), "{second:?}");

    let node = Node::open(&store, event).await;
    node.write(|_, opening| vec![Change::Held(a_hold(&[3], opening.now))]).await;
    assert_eq!(reader.version(event).await.unwrap(), Some(Version::START.next()));
    let refused = reader.secret_or_insert("name", b"sealed").await.unwrap_err();
    assert!(matches!(refused, StoreError::Refused(_)), "{refused:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_without_a_database_is_not_read() {
    let folder = Folder::new();
    assert!(SqlStore::open_embedded_to_read(folder.path()).await.is_err());
    assert!(!folder.path().exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_store_is_away() {
    let folder = Folder::new();
    let store = SqlStore::open_embedded(folder.path()).await.unwrap();
    store.ping().await.unwrap();
    store.close().await;
    store.close().await;
    assert!(matches!(store.ping().await.unwrap_err(), StoreError::Away(_)));
    SqlStore::open_embedded(folder.path()).await.unwrap().ping().await.unwrap();
}

/// Jobs that share a commit don't share their failures.
#[tokio::test(flavor = "multi_thread")]
async fn a_job_that_fails_takes_nobody_along() {
    let folder = Folder::new();
    let store = SqlStore::open_embedded(folder.path()).await.unwrap();
    let event = Sale::open(&store).await.event;
    let plan = admit_testkit::contract::sale::seating_plan();
    store.create_seat_map(&plan).await.unwrap();
    let mut jobs = JoinSet::new();
    for index in 0..60u32 {
        let (store, plan) = (store.clone(), plan.clone());
        jobs.spawn(async move {
            let node = Node::open(&store, event).await;
            match index % 3 {
                0 => store.create_seat_map(&plan).await.is_err(),
                1 => matches!(
                    node.commit(|_, _| panic!("this panic is part of a test")).await,
                    Err(CommitError::Store(_))
                ),
                _ => {
                    node.write(move |_, opening| vec![Change::Held(a_hold(&[index / 3], opening.now))]).await;
                    true
                }
            }
        });
    }
    assert!(jobs.join_all().await.into_iter().all(|as_expected| as_expected));
    let node = Node::open(&store, event).await;
    assert!((0..20).all(|unit| !node.memory().is_free(Unit(unit))));
    assert_eq!(node.memory().version().number, 20);
}
