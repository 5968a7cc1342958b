//! One entry to every chore: `cargo xtask demo`, `cargo xtask test`, `cargo xtask tidy`, `cargo xtask bench`.
//!
//! It depends on nothing but `anyhow`, so that it builds in a second on a machine that has built nothing else yet.

mod bench;
mod checks;
mod cluster;
mod demo;
mod machine;
mod openapi;
mod process;
mod say;
mod tidy;
mod torture;
mod web;
mod workspace;

use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::say::say;

const USAGE: &str = "\
cargo xtask <command>

  demo [--dev] [-- ARGS]   build admit and serve the demo catalogue on http://127.0.0.1:3000
                           (--dev: the quick build instead of the fast program; ARGS go to `admit serve`)
  cluster [--dev] [--port N]
                           build admit and run three nodes with the demo behind nginx on http://127.0.0.1:3000, with a PostgreSQL,
                           a Redis and a Kafka broker of their own, until Ctrl-C (installs what of these is missing; ADMIT_*
                           variables go to the nodes, and ADMIT_KAFKA_BROKERS names another broker)
  test [--deep]            install what is missing and run every check there is, stopping at the first failure
                           (--deep: the long variants of the tests too)
  web                      build the page that the program carries, from `web`
  openapi                  write openapi.json anew from the code
  tidy                     check the rules of the tree that no compiler knows
  bench [--length L] [--only NAME]
                           load the program as it ships, on SQLite, on PostgreSQL and as three nodes, and write docs/measured.md
                           (L: short, usual or long; with NAME only loads of that name, and nothing is written)
  torture [--release] [--seed N] [--seconds S] [--deep] [--only FAULT] [--json FILE]
                           three nodes under load, to which everything happens that an unkind world does
                           (--deep: twenty minutes with a seed that is drawn; --help says more)
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match chore(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn chore(arguments: &[String]) -> Result<()> {
    let Some((command, rest)) = arguments.split_first() else {
        say(USAGE);
        return Ok(());
    };
    match command.as_str() {
        "bench" => bench::bench(rest),
        "cluster" => cluster::cluster(rest),
        "demo" => demo::demo(rest),
        "test" => checks::test(rest),
        "torture" => torture::torture(rest),
        "web" => {
            process::refuse_arguments(rest)?;
            web::build()
        }
        "openapi" => {
            process::refuse_arguments(rest)?;
            openapi::write()
        }
        "tidy" => {
            process::refuse_arguments(rest)?;
            tidy::run::run()
        }
        "help" | "--help" | "-h" => {
            say(USAGE);
            Ok(())
        }
        unknown => bail!("there is no command `{unknown}`\n\n{USAGE}"),
    }
}
