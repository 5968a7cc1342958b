//! The command line: reads it and the settings, and runs one command.

use std::fmt::Display;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::backup::{Backup, Restore, backup, raise_epoch, restore};
use crate::check::check;
use crate::config::{self, Demo, FILE_VARIABLE, Layers, Settings};
use crate::http::openapi_document;
use crate::import_plan::{ImportPlan, import_plan};
use crate::replay::{Replay, replay};
use crate::serve::serve;
use crate::telemetry;
use crate::user::{AddUser, add_user};
use crate::verify_draw::{VerifyDraw, verify_draw};

/// Runs a ticket sale that everybody wants at once.
#[derive(Debug, Parser)]
#[command(name = "admit", version)]
struct Cli {
    #[command(flatten)]
    place: Place,
    #[command(subcommand)]
    command: Command,
}

/// Where the settings and the data are.
#[derive(Debug, Args)]
struct Place {
    /// A TOML file of settings; ADMIT_CONFIG names one too
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// The folder of the embedded database
    #[arg(long, global = true, value_name = "DIR")]
    data: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Runs a node
    Serve(Serve),
    /// Folds every journal and holds it against what else is stored; ends with 1 if anything contradicts
    Check,
    /// Writes everything that is stored into one file, also beside nodes that go on selling
    Backup(Backup),
    /// Puts a backup where no database is yet, in a new epoch, and checks it; ends with 1 if anything contradicts
    Restore(Restore),
    /// Begins a new epoch in every event, after something other than `admit restore` has put a database back in time
    RaiseEpoch,
    /// Reads a seating plan in pretix's JSON as a venue
    ImportPlan(ImportPlan),
    /// Has the relay tell the message broker again what it told before
    Replay(Replay),
    /// Looks after accounts
    User {
        #[command(subcommand)]
        command: User,
    },
    /// Writes one of the demo's seating plans in pretix's JSON
    DemoPlan {
        hall: DemoHall,
    },
    /// Computes a waiting room's draw again from what its server publishes; ends with 1 if anything doesn't fit
    VerifyDraw(VerifyDraw),
    /// Writes the OpenAPI document of what a server serves
    Openapi,
    Rush(admit_rush::Rush),
}

#[derive(Debug, Args)]
struct Serve {
    /// Address and port; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<String>,
    /// The Redis by which this cluster's nodes hear of each other at once. Others on this machine see a flag: a password belongs
    /// into ADMIT_REDIS_URL
    #[arg(long, value_name = "URL")]
    redis_url: Option<String>,
    /// Loads the demo catalogue where there is no event, and runs the simulated payment gateway
    #[arg(long)]
    demo: bool,
    /// Opens the demo's accounts, whose passwords are public, on an address that others reach or behind a proxy; its mails stay closed, since whoever
    /// reads them gets into any account
    #[arg(long, requires = "demo")]
    allow_public_demo: bool,
    /// Shows what all settings came to, with secrets masked, and ends
    #[arg(long)]
    print_config: bool,
}

#[derive(Debug, Subcommand)]
enum User {
    /// Gives an account a role, and makes it with a password if there is none
    Add(AddUser),
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum DemoHall {
    Theatre,
    Arena,
    Stadium,
}

/// Runs the command that the process was called with.
pub fn main() -> ExitCode {
    match run(Cli::parse()) {
        Ok(code) => code,
        Err(error) => {
            // Where even standard error is gone, nobody reads it.
            let _ = writeln!(std::io::stderr(), "admit: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Prints a line on standard output: what the command was asked for. Everything else is a log.
pub(crate) fn say(line: impl Display) -> Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}").and_then(|()| out.flush()).context("standard output is closed")
}

fn run(cli: Cli) -> Result<ExitCode> {
    match cli.command {
        Command::DemoPlan { hall } => return demo_plan(hall),
        Command::Openapi => {
            say(openapi_document().trim_end())?;
            return Ok(ExitCode::SUCCESS);
        }
        // Needs none of the server's settings: it is a client.
        Command::Rush(load) => return admit_rush::run(load),
        Command::VerifyDraw(draw) => {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().context("no runtime")?;
            return runtime.block_on(verify_draw(draw));
        }
        _ => {}
    }
    let mut layers = read_layers(&cli.place)?;
    let mut demo = Demo::Off;
    if let Command::Serve(serve) = &cli.command {
        if let Some(listen) = &serve.listen {
            layers.flag("listen", listen.as_str(), "--listen");
        }
        if let Some(url) = &serve.redis_url {
            layers.flag("redis_url", url.as_str(), "--redis-url");
        }
        demo = match (serve.demo, serve.allow_public_demo) {
            (false, _) => Demo::Off,
            (true, false) => Demo::Loopback,
            (true, true) => Demo::Public,
        };
    }
    let settings = Settings::read(&layers, demo)?;
    if let Command::Serve(Serve { print_config: true, .. }) = cli.command {
        say(config::print(&layers, &settings).trim_end())?;
        return Ok(ExitCode::SUCCESS);
    }
    telemetry::start_logs(&settings.log)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().context("no runtime")?;
    let code = runtime.block_on(async {
        match cli.command {
            Command::Serve(_) => Box::pin(serve(settings)).await.map(|()| ExitCode::SUCCESS),
            Command::Check => Box::pin(check(&settings.profile)).await,
            Command::Backup(to) => backup(&settings.profile, to).await.map(|()| ExitCode::SUCCESS),
            Command::Restore(from) => Box::pin(restore(&settings.profile, from)).await,
            Command::RaiseEpoch => raise_epoch(&settings.profile).await.map(|()| ExitCode::SUCCESS),
            Command::ImportPlan(plan) => import_plan(&settings.profile, plan).await.map(|()| ExitCode::SUCCESS),
            Command::Replay(wanted) => replay(&settings.profile, wanted).await.map(|()| ExitCode::SUCCESS),
            Command::User { command: User::Add(user) } => add_user(&settings, user).await.map(|()| ExitCode::SUCCESS),
            // Done above: they need no settings.
            Command::DemoPlan { .. } | Command::Openapi | Command::Rush(_) | Command::VerifyDraw(_) => {
                Ok(ExitCode::SUCCESS)
            }
        }
    });
    // What is left hangs on something outside and isn't waited for.
    runtime.shutdown_background();
    code
}

fn read_layers(place: &Place) -> Result<Layers> {
    let mut layers = Layers::defaults();
    let file = place.config.clone().or_else(|| std::env::var_os(FILE_VARIABLE).map(PathBuf::from));
    if let Some(file) = file {
        let text = std::fs::read_to_string(&file).with_context(|| format!("{} can't be read", file.display()))?;
        layers.file(&file, &text)?;
    }
    layers.environment(std::env::vars_os())?;
    if let Some(data) = &place.data {
        let data = data.to_str().context("--data is not valid Unicode")?;
        layers.flag("data", data, "--data");
    }
    Ok(layers)
}

fn demo_plan(hall: DemoHall) -> Result<ExitCode> {
    let plan = match hall {
        DemoHall::Theatre => admit_demo::plans::theatre(),
        DemoHall::Arena => admit_demo::plans::arena(),
        DemoHall::Stadium => admit_demo::plans::stadium(),
    };
    say(String::from_utf8(plan).context("the plan isn't text")?)?;
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }
}
