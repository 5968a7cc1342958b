//! `cargo xtask torture`: builds the program and what tortures it, and runs that (`crates/torture`).

use std::process::Command;

use anyhow::Result;

use crate::process::{cargo, run};
use crate::workspace;

/// Builds both as the tests do, so that they share what is built; `--release` builds the program as it ships.
pub(crate) fn torture(arguments: &[String]) -> Result<()> {
    let is_release = |argument: &&String| *argument == "--release";
    let mut build = cargo();
    build.args(["build", "--package", "admit-server", "--bin", "admit"]);
    let folder = if arguments.iter().any(|argument| is_release(&argument)) {
        build.arg("--release");
        "release"
    } else {
        "debug"
    };
    run(&mut build)?;
    run(cargo().args(["build", "--package", "admit-torture"]))?;
    let target = workspace::target();
    let mut torture = Command::new(target.join("debug/torture"));
    torture.arg("--admit").arg(target.join(folder).join("admit"));
    run(torture.args(arguments.iter().filter(|argument| !is_release(argument))))
}
