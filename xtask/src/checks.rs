//! `cargo xtask test`: every check there is, in the order in which a failure is cheapest to learn.

use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, bail};

use crate::process::{cargo, run};
use crate::say::say;
use crate::{machine, tidy, torture, web, workspace};

/// Many tests wait more than they compute, for holds to end and nodes to come back.
const TESTS_AT_ONCE_PER_CORE: usize = 2;

/// How much the tests of the workspace do.
#[derive(Clone, Copy, PartialEq)]
enum Depth {
    Usual,
    /// The long variants too; the tests see it as `ADMIT_DEEP=1`.
    Deep,
}

struct Check {
    name: &'static str,
    run: fn(Depth) -> Result<()>,
}

const CHECKS: [Check; 9] = [
    Check { name: "machine", run: |_| machine::prepare() },
    Check { name: "format", run: |_| run(cargo().args(["fmt", "--all", "--check"])) },
    Check { name: "alerts", run: |_| alerts() },
    Check { name: "lints", run: |_| lints() },
    Check { name: "page", run: |_| web::check() },
    Check { name: "tests", run: tests },
    Check { name: "torture", run: |_| torture::torture_what_the_tests_built() },
    Check { name: "browser", run: |_| web::try_in_browser() },
    Check { name: "tidy", run: |_| tidy::run::run() },
];

/// Runs the checks one after another and stops at the first that fails, with its name.
pub(crate) fn test(arguments: &[String]) -> Result<()> {
    let depth = match arguments {
        [] => Depth::Usual,
        [flag] if flag == "--deep" => Depth::Deep,
        _ => bail!("`cargo xtask test` takes `--deep` or nothing"),
    };
    let start = Instant::now();
    for check in &CHECKS {
        one(check, depth)?;
    }
    say(format!("\nall {} checks passed in {:.1} s", CHECKS.len(), start.elapsed().as_secs_f64()));
    Ok(())
}

fn one(check: &Check, depth: Depth) -> Result<()> {
    say(format!("\n== {} ==", check.name));
    let start = Instant::now();
    let outcome = (check.run)(depth);
    let seconds = start.elapsed().as_secs_f64();
    let verdict = if outcome.is_ok() { "passed" } else { "FAILED" };
    say(format!("== {} {verdict} after {seconds:.1} s ==", check.name));
    outcome.with_context(|| format!("the check `{}` failed", check.name))
}

/// The rules by which an operator is called, against made-up days.
fn alerts() -> Result<()> {
    let promtool = |arguments: [&str; 3]| run(Command::new("promtool").current_dir(workspace::root()).args(arguments));
    promtool(["check", "rules", "deploy/prometheus/rules.yml"])?;
    promtool(["test", "rules", "deploy/prometheus/rules.test.yml"])
}

fn lints() -> Result<()> {
    run(cargo().args(["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]))
}

fn tests(depth: Depth) -> Result<()> {
    let mut command = cargo();
    // All failures are told at once: whoever mends them need not wait for each in turn.
    command.args(["test", "--workspace", "--no-fail-fast"]);
    if std::env::var_os("RUST_TEST_THREADS").is_none() {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        command.env("RUST_TEST_THREADS", (cores * TESTS_AT_ONCE_PER_CORE).to_string());
    }
    if depth == Depth::Deep {
        command.env("ADMIT_DEEP", "1");
    }
    run(&mut command)
}
