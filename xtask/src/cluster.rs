//! `cargo xtask cluster`: a whole installation on this machine, to try: three nodes behind a balancer, with all that they need.

use std::os::unix::process::CommandExt;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::process::{cargo, run};
use crate::{machine, web, workspace};

const USUAL_PORT: u16 = 3000;
/// The testkit's program that runs everything, and in the end, or if it is killed, ends everything.
const PROGRAM: &str = "scratch_cluster";
const LOGS: &str = "cluster";

/// Builds the page, `admit` and the program that runs them, and becomes it, so that Ctrl-C and signals reach it and nothing stands
/// between.
pub(crate) fn cluster(arguments: &[String]) -> Result<()> {
    let Cluster { profile, port } = parse(arguments)?;
    machine::prepare_for_a_cluster()?;
    web::build_if_needed()?;
    run(cargo().args(["build", "--package", "admit-server", "--bin", "admit", "--profile", profile]))?;
    run(cargo().args(["build", "--package", "admit-testkit", "--features", "kafka", "--example", PROGRAM]))?;
    let target = workspace::target();
    let folder = if profile == "dev" { "debug" } else { profile };
    let admit = target.join(folder).join("admit");
    let mut program = Command::new(target.join("debug/examples").join(PROGRAM));
    program.arg(admit).arg(port.to_string()).arg(target.join(LOGS));
    Err(program.exec()).with_context(|| format!("cannot run {PROGRAM}"))
}

#[derive(Debug, PartialEq)]
struct Cluster {
    profile: &'static str,
    port: u16,
}

fn parse(arguments: &[String]) -> Result<Cluster> {
    let mut cluster = Cluster { profile: "release", port: USUAL_PORT };
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        match argument.as_str() {
            "--dev" => cluster.profile = "dev",
            "--release" => cluster.profile = "release",
            "--port" => {
                let port = rest.next().context("`--port` is the balancer's, and takes a number")?;
                cluster.port = port.parse().with_context(|| format!("`{port}` is no port"))?;
            }
            unknown => bail!("unknown argument `{unknown}`; what the nodes shall get is set by ADMIT_* variables"),
        }
    }
    Ok(cluster)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Cluster> {
        let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        parse(&words)
    }

    #[test]
    fn it_is_the_fast_program_on_port_3000_unless_said_otherwise() {
        assert_eq!(parsed("").unwrap(), Cluster { profile: "release", port: 3000 });
        assert_eq!(parsed("--dev --port 4000").unwrap(), Cluster { profile: "dev", port: 4000 });
    }

    #[test]
    fn what_it_does_not_know_is_refused() {
        for line in ["--fast", "--port", "--port x", "--port 70000", "serve"] {
            assert!(parsed(line).is_err(), "{line}");
        }
    }
}
