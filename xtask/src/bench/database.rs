//! The databases to measure on. PostgreSQL is a scratch one, kept by a program of the testkit, which is not for anything that ships.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::process::cargo;

/// Any key will do: it protects what a load made up.
const MASTER_KEY: &str = "5ca1ab1e5ca1ab1e5ca1ab1e5ca1ab1e5ca1ab1e5ca1ab1e5ca1ab1e5ca1ab1e";

/// Where a load runs.
pub(super) enum Ground {
    /// A server that the load starts, on a file.
    Sqlite,
    /// A server that the load starts, on an empty database.
    Postgres(Keeper),
    /// Nodes of one installation, started for each load.
    Nodes(Keeper),
}

impl Ground {
    pub(super) fn postgres() -> Result<Ground> {
        Ok(Ground::Postgres(Keeper::start("scratch_postgres", None)?))
    }

    pub(super) fn nodes(program: &Path) -> Result<Ground> {
        Ok(Ground::Nodes(Keeper::start("scratch_nodes", Some(program.as_os_str()))?))
    }

    pub(super) fn name(&self) -> &'static str {
        match self {
            Ground::Sqlite => "sqlite",
            Ground::Postgres(_) => "postgres",
            Ground::Nodes(_) => "nodes",
        }
    }

    /// Tells the load where to run.
    pub(super) fn lay(&mut self, load: &mut Command) -> Result<()> {
        match self {
            Ground::Sqlite => {}
            Ground::Postgres(keeper) => {
                load.envs([("ADMIT_DATABASE_URL", keeper.ask()?.as_str()), ("ADMIT_MASTER_KEY", MASTER_KEY)]);
            }
            Ground::Nodes(keeper) => {
                let nodes = keeper.ask()?;
                for node in nodes.split(' ').collect::<Vec<_>>().chunks_exact(2) {
                    load.args(["--url", node[0], "--pid", node[1]]);
                }
            }
        }
        Ok(())
    }
}

/// A program that keeps something for us, and says where it is each time it is asked.
pub(super) struct Keeper {
    child: Child,
    /// It ends when this is closed.
    questions: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

impl Keeper {
    fn start(example: &str, argument: Option<&OsStr>) -> Result<Self> {
        let mut command = cargo();
        command.args(["run", "--quiet", "--package", "admit-testkit", "--example", example, "--"]).args(argument);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().context("cannot run cargo")?;
        let questions = child.stdin.take();
        let answers = BufReader::new(child.stdout.take().context("what keeps the database has no output")?);
        Ok(Self { child, questions, answers })
    }

    fn ask(&mut self) -> Result<String> {
        let questions = self.questions.as_mut().context("what keeps the database was stopped")?;
        writeln!(questions)?;
        questions.flush()?;
        let mut line = String::new();
        if self.answers.read_line(&mut line)? == 0 {
            bail!("what keeps the database ended");
        }
        Ok(line.trim().to_owned())
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        self.questions = None;
        // What can fail is that it has ended already.
        let _ = self.child.wait();
    }
}
