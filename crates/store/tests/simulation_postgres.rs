//! Seeded runs of shipped desks on PostgreSQL, judged from outside. `ADMIT_SEED=n` runs one of them with a trace.

mod simulated;

use admit_store::{PostgresSettings, SqlStore};
use admit_testkit::postgres::shared;

#[tokio::test(flavor = "multi_thread")]
async fn desks_keep_their_word_on_postgresql() {
    let url = shared().expect("PostgreSQL starts").fresh_database().expect("a database can be made");
    let store = SqlStore::open_cluster(PostgresSettings::new(url)).await.expect("the store opens");
    simulated::run_all(store, "simulation_postgres").await;
}
