//! What the program must survive, under load and on both databases: its own death, its database's, and being asked to stop.

mod backup;
mod backup_refused;
mod cancelled_event;
mod crashes;
mod flow;
mod ledger;
mod load;
mod nodes;
mod outages;
mod redis;
mod shutdown;
mod starts;
mod upgrades;

use admit_testkit::server_process::{Database, ServerProcess};

const BINARY: &str = env!("CARGO_BIN_EXE_admit");

/// Payments of which nothing was heard are settled soon and refunds tried again soon, so that a test sees the end of them.
const SETTINGS: &[(&str, &str)] =
    &[("ADMIT_RATE_LIMITS", "off"), ("ADMIT_UNANSWERED_FOR_S", "2"), ("ADMIT_REFUND_RETRY_S", "2")];

fn start(database: &Database) -> ServerProcess {
    ServerProcess::start(BINARY, database, SETTINGS).unwrap()
}

/// A server that doesn't run yet.
fn prepare(database: &Database) -> ServerProcess {
    ServerProcess::prepare(BINARY, database, SETTINGS).unwrap()
}
