//! What to do, for how long, and with which choices.

use std::hash::{BuildHasher, RandomState};
use std::path::PathBuf;
use std::time::Duration;

use clap::Parser;

use crate::fault::Fault;
use crate::load::Size;

const USUAL_S: u64 = 90;
const DEEP_S: u64 = 1_200;
const SECONDS_MIN: u64 = 40;
/// The last fault begins so long before the quiet time: it is noticed late that the load buys, and a slow machine takes its time to
/// mend what was broken.
const MENDED_WITHIN_S: u64 = 18;
/// The same on every machine, so that everybody's first run is the same as everybody else's.
const USUAL_SEED: u64 = 1;

/// Three nodes of Admit under load, to which everything happens that an unkind world does; ends with 1 if a promise was broken
#[derive(Debug, Parser)]
#[command(name = "cargo xtask torture", bin_name = "cargo xtask torture")]
pub(crate) struct Arguments {
    /// The program
    #[arg(long, hide = true)]
    pub(crate) admit: String,
    /// Draws the faults and the load; the usual run has one of its own, a deep one draws it
    #[arg(long)]
    seed: Option<u64>,
    /// How long to load
    #[arg(long, value_parser = clap::value_parser!(u64).range(SECONDS_MIN..=86_400))]
    seconds: Option<u64>,
    /// Twenty minutes instead of a little more than one
    #[arg(long)]
    deep: bool,
    /// This fault alone, again and again; may be given several times
    #[arg(long, value_parser = fault)]
    only: Vec<Fault>,
    /// How many buyers there are
    #[arg(long, default_value_t = 240)]
    buyers: usize,
    /// How many requests may be under way at once
    #[arg(long, default_value_t = 24)]
    connections: usize,
    /// Where to keep what nodes logged, the broker was told and is stored, if a promise was broken
    #[arg(long, value_name = "FOLDER", default_value = "target/torture")]
    pub(crate) evidence: PathBuf,
    /// Writes the report as JSON
    #[arg(long, value_name = "FILE")]
    pub(crate) json: Option<PathBuf>,
}

impl Arguments {
    pub(crate) fn seed(&self) -> u64 {
        let drawn = || if self.deep { RandomState::new().hash_one(DEEP_S) >> 32 } else { USUAL_SEED };
        self.seed.unwrap_or_else(drawn)
    }

    pub(crate) fn size(&self) -> Size {
        let seconds = self.seconds.unwrap_or(if self.deep { DEEP_S } else { USUAL_S });
        // A quarter of a short run is quiet, and a minute of a long one.
        let quiet_after = seconds - (seconds / 4).min(60);
        Size { seconds, quiet_after, buyers: self.buyers, connections: self.connections }
    }

    /// Within which faults begin.
    pub(crate) fn window(&self) -> Duration {
        Duration::from_secs(self.size().quiet_after - MENDED_WITHIN_S)
    }

    pub(crate) fn faults(&self) -> Vec<Fault> {
        if self.only.is_empty() { Fault::ALL.to_vec() } else { self.only.clone() }
    }

    /// The command that repeats the run.
    pub(crate) fn again(&self, seed: u64) -> String {
        let mut words = vec![format!("cargo xtask torture --seed {seed} --seconds {}", self.size().seconds)];
        words.extend(self.only.iter().map(|fault| format!("--only {fault}")));
        words.push(format!("--buyers {} --connections {}", self.buyers, self.connections));
        words.join(" ")
    }
}

fn fault(name: &str) -> Result<Fault, String> {
    let all = || Fault::ALL.iter().map(Fault::to_string).collect::<Vec<_>>().join(", ");
    Fault::named(name).ok_or_else(|| format!("there are {}", all()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Arguments {
        let words = ["torture", "--admit", "admit"].into_iter().chain(line.split_whitespace());
        Arguments::try_parse_from(words).unwrap()
    }

    #[test]
    fn a_run_is_quiet_at_its_end() {
        for line in ["", "--seconds 40", "--deep", "--seconds 3600"] {
            let arguments = parsed(line);
            let Size { seconds, quiet_after, .. } = arguments.size();
            assert!(quiet_after < seconds && arguments.window() >= Duration::from_secs(11), "{line}");
        }
    }

    #[test]
    fn a_usual_run_is_always_the_same_and_can_be_repeated() {
        assert_eq!(parsed("").seed(), parsed("").seed());
        assert_ne!(parsed("--deep").seed(), parsed("--deep").seed());
        let again = parsed("--seed 7 --only node-killed").again(7);
        assert!(again.contains("--seed 7 --seconds 90 --only node-killed"), "{again}");
        assert!(Arguments::try_parse_from(["torture", "--admit", "admit", "--only", "earthquake"]).is_err());
    }
}
