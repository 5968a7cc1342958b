//! The databases to measure on. PostgreSQL is a scratch one, kept by a program of the testkit, which is not for anything that ships.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};

use anyhow::{Context, Result, bail};

use crate::process::cargo;

/// Any key will do: it protects what a load made up.
const MASTER_KEY: &str = "5ca1ab1e5ca1ab1e5ca1ab1e5ca1ab1e5ca1ab1e5ca1ab1e5ca1ab1e5ca1ab1e";

pub(super) struct Postgres {
    child: Child,
    /// The server ends when this is closed.
    ask: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

impl Postgres {
    pub(super) fn start() -> Result<Self> {
        let mut command = cargo();
        command.args(["run", "--quiet", "--package", "admit-testkit", "--example", "scratch_postgres"]);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().context("cannot run cargo")?;
        let ask = child.stdin.take();
        let answers = BufReader::new(child.stdout.take().context("the scratch PostgreSQL has no output")?);
        Ok(Self { child, ask, answers })
    }

    /// The settings that put a server on an empty database.
    pub(super) fn settings(&mut self) -> Result<[(&'static str, String); 2]> {
        let ask = self.ask.as_mut().context("the scratch PostgreSQL was stopped")?;
        writeln!(ask)?;
        ask.flush()?;
        let mut line = String::new();
        if self.answers.read_line(&mut line)? == 0 {
            bail!("the scratch PostgreSQL ended");
        }
        Ok([("ADMIT_DATABASE_URL", line.trim().to_owned()), ("ADMIT_MASTER_KEY", MASTER_KEY.to_owned())])
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        self.ask = None;
        // What can fail is that it has ended already.
        let _ = self.child.wait();
    }
}
