//! The store's contract on PostgreSQL.

use admit_store::{PostgresSettings, SqlStore};
use admit_testkit::postgres::shared;

/// A store in a database of its own.
struct Scratch {
    store: SqlStore,
}

impl Scratch {
    async fn open() -> Self {
        let url = tokio::task::spawn_blocking(|| shared().unwrap().fresh_database().unwrap()).await.unwrap();
        Self { store: open(&url).await }
    }

    fn store(&self) -> &SqlStore {
        &self.store
    }
}

async fn open(url: &str) -> SqlStore {
    SqlStore::open_cluster(PostgresSettings::new(url)).await.unwrap()
}

admit_testkit::store_contract!(Scratch);

/// Nodes that start at once on an empty database migrate it once.
#[tokio::test]
async fn many_nodes_start_at_once() {
    let url = tokio::task::spawn_blocking(|| shared().unwrap().fresh_database().unwrap()).await.unwrap();
    let starts = (0..6).map(|_| open(&url));
    for store in futures_util::future::join_all(starts).await {
        store.ping().await.unwrap();
    }
}
