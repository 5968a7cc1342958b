//! The store's contract on SQLite.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use admit_store::SqlStore;

/// A store in a folder of its own, which goes away with it.
struct Scratch {
    store: SqlStore,
    folder: PathBuf,
}

impl Scratch {
    async fn open() -> Self {
        static OPENED: AtomicU32 = AtomicU32::new(0);
        let number = OPENED.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("admit-store-{}-{number}", std::process::id()));
        Self { store: SqlStore::open_embedded(&folder).await.unwrap(), folder }
    }

    fn store(&self) -> &SqlStore {
        &self.store
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What can't be removed lies in the system's folder for such things.
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

admit_testkit::store_contract!(Scratch);
