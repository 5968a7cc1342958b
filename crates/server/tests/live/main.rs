//! Live updates as clients get them, on both databases: nothing missed, nothing twice, nothing of others.

mod balancer;
mod crowd;
mod hostile;
mod listen;
mod nodes;
mod own;
mod pace;
mod resume;
mod rolling;
mod slow;
mod snapshot;
mod state;
mod stopping;

use admit_testkit::site::Sites;

const TESTS: usize = crowd::TESTS + hostile::TESTS + own::TESTS + pace::TESTS + snapshot::TESTS;

const SETTINGS: &[(&str, &str)] = &[("ADMIT_RATE_LIMITS", "off"), ("ADMIT_PURCHASE_LIMITS", "off")];

static SITES: Sites = Sites::new(env!("CARGO_BIN_EXE_admit"), SETTINGS, TESTS);

/// Tests that measure, or that leave nothing of the machine to others, run one at a time.
static WHOLE_MACHINE: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());
