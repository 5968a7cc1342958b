//! How many seeds, how many at once, and what is said when one fails.

use std::ops::Range;

use admit_store::SqlStore;
use admit_testkit::simulation::{Size, run_on_store};

const SEEDS: Range<u64> = 0..300;
/// Most of a run's time is waiting for holds to end.
const AT_ONCE: usize = 60;
const COMMANDS: usize = 80;
const FINDINGS_SHOWN_MAX: usize = 8;

pub(crate) async fn run_all(store: SqlStore, test: &str) {
    if let Some(seed) = std::env::var("ADMIT_SEED").ok().and_then(|seed| seed.parse().ok()) {
        return replay(store, seed).await;
    }
    let (failed, coverage) = run_on_store(store, SEEDS, AT_ONCE, Size { commands: COMMANDS, is_traced: false }).await;
    if let Some((seed, outcome)) = failed.first_key_value() {
        let shown: String =
            outcome.findings.iter().take(FINDINGS_SHOWN_MAX).map(|what| format!("  - {what}\n")).collect();
        panic!(
            "{} of {} seeds failed; seed {seed} found {} wrong:\n{shown}run it again with: \
             ADMIT_SEED={seed} cargo test -p admit-store --test {test} -- --nocapture",
            failed.len(),
            SEEDS.end,
            outcome.findings.len()
        );
    }
    assert!(
        coverage.missing_outside().is_empty(),
        "never met: {:?}\n{}",
        coverage.missing_outside(),
        coverage.report()
    );
}

/// The same schedule with a trace. Its interleavings are the machine's, so it may go another way.
async fn replay(store: SqlStore, seed: u64) {
    let (outcomes, coverage) =
        run_on_store(store, seed..seed + 1, 1, Size { commands: COMMANDS, is_traced: true }).await;
    for outcome in outcomes.values() {
        eprintln!("{}\n{}", outcome.trace.join("\n"), coverage.report());
        assert!(outcome.findings.is_empty(), "{}", outcome.findings.join("\n"));
    }
}
