//! `cargo xtask openapi`: writes `openapi.json` anew, for whoever changed what the API reads or answers.

use anyhow::{Context, Result, bail};

use crate::process::cargo;
use crate::say::say;
use crate::workspace;

const FILE: &str = "openapi.json";

pub(crate) fn write() -> Result<()> {
    let mut command = cargo();
    command.args(["run", "--quiet", "--package", "admit-server", "--bin", "admit", "--", "openapi"]);
    let output = command.stderr(std::process::Stdio::inherit()).output().context("cannot run cargo")?;
    if !output.status.success() {
        bail!("`admit openapi` ended with {}", output.status);
    }
    std::fs::write(workspace::root().join(FILE), output.stdout).with_context(|| format!("cannot write {FILE}"))?;
    say(format!("wrote {FILE}"));
    Ok(())
}
