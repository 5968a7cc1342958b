//! Builds the program as it ships, runs the loads one after another, and writes the document.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::database::Ground;
use super::document::{Run, part, replace};
use super::matrix::{LOADS, Length, Load};
use crate::process::{cargo, run};
use crate::say::say;
use crate::workspace;

const DOCUMENT: &str = "docs/measured.md";

#[derive(Debug, PartialEq)]
struct Wanted {
    length: Length,
    /// Only loads with this in their name.
    only: Option<String>,
}

/// Runs them all; one that fails, or breaks a promise, ends it before anything is written.
pub(crate) fn bench(arguments: &[String]) -> Result<()> {
    let wanted = parse(arguments)?;
    run(cargo().args(["build", "--release", "--package", "admit-server", "--bin", "admit"]))?;
    let target = workspace::target();
    let (program, folder) = (target.join("release/admit"), target.join("bench"));
    std::fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let chosen = |load: &&Load| wanted.only.as_ref().is_none_or(|only| load.name.contains(only.as_str()));
    let mut runs = Vec::new();
    for load in LOADS.iter().filter(chosen) {
        runs.push(one(&program, &folder, load, wanted.length, &mut Ground::Sqlite)?);
    }
    for (mut ground, loads) in
        [(Ground::postgres()?, Load::is_on_postgres as fn(&_) -> _), (Ground::nodes(&program)?, Load::is_on_nodes)]
    {
        for load in LOADS.iter().filter(chosen).filter(|load| loads(load)) {
            runs.push(one(&program, &folder, load, wanted.length, &mut ground)?);
        }
    }
    if runs.is_empty() {
        bail!("no load is called so");
    }
    let text = part(&machine()?, &runs);
    if wanted.only.is_some() {
        say(text);
        return Ok(());
    }
    let path = workspace::root().join(DOCUMENT);
    let document = std::fs::read_to_string(&path).with_context(|| format!("cannot read {DOCUMENT}"))?;
    std::fs::write(&path, replace(&document, &text)?).with_context(|| format!("cannot write {DOCUMENT}"))?;
    say(format!("{DOCUMENT} is written; pages with charts are in {}", folder.display()));
    Ok(())
}

fn parse(arguments: &[String]) -> Result<Wanted> {
    let mut wanted = Wanted { length: Length::Usual, only: None };
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        let value = rest.next().with_context(|| format!("`{argument}` needs a value"))?;
        match argument.as_str() {
            "--length" => {
                wanted.length = Length::from_name(value).context("a length is short, usual or long")?;
            }
            "--only" => wanted.only = Some(value.clone()),
            unknown => bail!("`cargo xtask bench` takes --length and --only, not `{unknown}`"),
        }
    }
    Ok(wanted)
}

fn one(program: &Path, folder: &Path, load: &Load, length: Length, on: &mut Ground) -> Result<Run> {
    let line = load.line(length);
    let database = on.name();
    let file = |extension: &str| folder.join(format!("{}-{database}.{extension}", load.name));
    let mut command = Command::new(program);
    command.arg("rush").args(line.split(' '));
    command.arg("--json").arg(file("json")).arg("--html").arg(file("html")).arg("--markdown").arg(file("md"));
    on.lay(&mut command)?;
    say(format!("\n== {} on {database} ==", load.name));
    run(&mut command)?;
    let text = std::fs::read_to_string(file("md")).context("the load wrote nothing")?;
    Ok(Run { name: load.name, command: format!("admit rush {line}"), text })
}

/// What it was measured on, in a sentence.
fn machine() -> Result<String> {
    let read = |path: &str| std::fs::read_to_string(path).with_context(|| format!("cannot read {path}"));
    let after = |text: &str, name: &str| {
        let line = text.lines().find(|line| line.starts_with(name));
        line.and_then(|line| line.split_once(':')).map_or_else(String::new, |(_, value)| value.trim().to_owned())
    };
    let cpu = after(&read("/proc/cpuinfo")?, "model name");
    let memory: u64 = after(&read("/proc/meminfo")?, "MemTotal").trim_end_matches("kB").trim().parse().unwrap_or(0);
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let commit = Command::new("git").args(["rev-parse", "--short", "HEAD"]).current_dir(workspace::root()).output();
    let commit = commit.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned()).unwrap_or_default();
    Ok(format!(
        "{cores} × {cpu}, {} GiB; release build of `{commit}`; the load runs on the same cores.",
        memory.div_ceil(1 << 20)
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Wanted> {
        parse(&line.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn a_length_and_a_name_may_be_given() {
        assert_eq!(parsed("").unwrap(), Wanted { length: Length::Usual, only: None });
        let wanted = Wanted { length: Length::Short, only: Some("holds".into()) };
        assert_eq!(parsed("--length short --only holds").unwrap(), wanted);
        for bad in ["--length", "--length never", "holds", "--fast yes"] {
            assert!(parsed(bad).is_err(), "{bad}");
        }
    }
}
