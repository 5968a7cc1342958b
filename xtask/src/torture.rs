//! `cargo xtask torture`: builds the program and what tortures it, and runs that (`crates/torture`).

use std::process::Command;

use anyhow::Result;

use crate::process::{cargo, run};
use crate::workspace;

/// Builds the quick program, or with `--release` the one that ships, and tortures it.
pub(crate) fn torture(arguments: &[String]) -> Result<()> {
    let (release, rest): (Vec<&String>, Vec<&String>) = arguments.iter().partition(|argument| *argument == "--release");
    let folder = if release.is_empty() { "debug" } else { "release" };
    let mut build = cargo();
    build.args(["build", "--package", "admit-server", "--bin", "admit"]);
    run(build.args(release))?;
    run(cargo().args(["build", "--package", "admit-torture"]))?;
    run(tortured(folder).args(rest))
}

/// As the last of the tests: what they have built is what is tortured, since to build a part alone would be to build it anew.
pub(crate) fn torture_what_the_tests_built() -> Result<()> {
    run(&mut tortured("debug"))
}

fn tortured(folder: &str) -> Command {
    let target = workspace::target();
    let mut torture = Command::new(target.join("debug/torture"));
    torture.current_dir(workspace::root()).arg("--admit").arg(target.join(folder).join("admit"));
    torture
}
