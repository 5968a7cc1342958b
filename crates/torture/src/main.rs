//! Three nodes on one PostgreSQL, one Redis and a broker, under load, while a seeded plan does to them what an unkind world does.
//! `cargo xtask torture` builds the program and runs this.

mod arguments;
mod availability;
mod broker;
mod clock;
mod fault;
mod ground;
mod inflict;
mod lanes;
mod load;
mod memory;
mod nodes;
mod plan;
mod report;
mod run;
mod say;
mod told;

use std::process::ExitCode;

use clap::Parser;

use crate::arguments::Arguments;

fn main() -> ExitCode {
    match run::run(&Arguments::parse()) {
        Ok(report) if report.breaches.is_empty() => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
