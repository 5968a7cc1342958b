//! Seeded runs of shipped desks on SQLite, judged from outside. `ADMIT_SEED=n` runs one of them with a trace.

mod simulated;

use admit_store::SqlStore;

#[tokio::test(flavor = "multi_thread")]
async fn desks_keep_their_word_on_sqlite() {
    let folder = std::env::temp_dir().join(format!("admit-simulation-{}", std::process::id()));
    let store = SqlStore::open_embedded(&folder).await.expect("the store opens");
    let ran = tokio::spawn(simulated::run_all(store.clone(), "simulation_sqlite")).await;
    store.close().await;
    // What can't be removed lies in the system's folder for such things.
    let _ = std::fs::remove_dir_all(&folder);
    if let Err(error) = ran {
        std::panic::resume_unwind(error.into_panic());
    }
}
