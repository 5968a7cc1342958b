//! Thousands of seeded runs of shipped desks on the reference store, each judged from outside.
//!
//! `ADMIT_SEED=n` replays one of them with a trace; `ADMIT_DEEP=1` runs ten times as many.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::{available_parallelism, scope};

use admit_testkit::simulation::{Coverage, Outcome, Size, run_seed};

const SEEDS: u64 = 2_000;
const SEEDS_DEEP: u64 = 20_000;
const COMMANDS: usize = 200;
const FINDINGS_SHOWN_MAX: usize = 8;

#[test]
fn desks_keep_their_word_under_every_seed() {
    if let Some(seed) = from_env("ADMIT_SEED") {
        return replay(seed);
    }
    let seeds = if from_env("ADMIT_DEEP").is_some() { SEEDS_DEEP } else { SEEDS };
    let (next, failed) = (AtomicU64::new(0), AtomicBool::new(false));
    let coverage = Mutex::new(Coverage::default());
    let failures = Mutex::new(Vec::new());
    scope(|threads| {
        for _ in 0..available_parallelism().map_or(1, usize::from) {
            threads.spawn(|| {
                let mut met = Coverage::default();
                while !failed.load(Ordering::Relaxed) {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= seeds {
                        break;
                    }
                    let outcome = run_one(seed, false);
                    met.merge(&outcome.coverage);
                    if !outcome.findings.is_empty() {
                        failed.store(true, Ordering::Relaxed);
                        failures.lock().expect("no thread panics").push((seed, outcome));
                    }
                }
                coverage.lock().expect("no thread panics").merge(&met);
            });
        }
    });
    let mut failures = failures.into_inner().expect("no thread panics");
    failures.sort_by_key(|(seed, _)| *seed);
    if let Some((seed, outcome)) = failures.first() {
        panic!("{}", told(*seed, outcome));
    }
    let coverage = coverage.into_inner().expect("no thread panics");
    assert!(coverage.missing().is_empty(), "never met: {:?}\n{}", coverage.missing(), coverage.report());
}

#[test]
fn a_seed_replays_exactly() {
    for seed in 0..20 {
        let [first, second] = [0, 1].map(|_| run_one(seed, true));
        assert!(first.trace.len() > COMMANDS);
        let differs = first.trace.iter().zip(&second.trace).find(|(one, other)| one != other);
        assert_eq!(differs, None, "seed {seed} went another way the second time");
        assert_eq!(first.trace.len(), second.trace.len());
    }
}

fn run_one(seed: u64, is_traced: bool) -> Outcome {
    let run = || run_seed(seed, Size { commands: COMMANDS, is_traced });
    catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|_| panic!("seed {seed} panicked; {}", how_to_replay(seed)))
}

fn replay(seed: u64) {
    let outcome = run_one(seed, true);
    eprintln!("{}", outcome.trace.join("\n"));
    eprintln!("{} requests, {} commits\n{}", outcome.requests, outcome.commits, outcome.coverage.report());
    assert!(outcome.findings.is_empty(), "{}", told(seed, &outcome));
}

fn told(seed: u64, outcome: &Outcome) -> String {
    let shown: Vec<_> = outcome.findings.iter().take(FINDINGS_SHOWN_MAX).map(|what| format!("  - {what}\n")).collect();
    let count = outcome.findings.len();
    format!("seed {seed} found {count} wrong:\n{}{}", shown.concat(), how_to_replay(seed))
}

fn how_to_replay(seed: u64) -> String {
    format!("replay with: ADMIT_SEED={seed} cargo test -p admit-testkit --test simulation -- --nocapture every_seed")
}

fn from_env(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}
