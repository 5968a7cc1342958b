//! `admit rush`: what to load, how large, and what to write.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use anyhow::{Context, ensure};

use crate::engine::measure::Meter;
use crate::engine::progress::Progress;
use crate::ground::machine::Machine;
use crate::ground::organizer::Credentials;
use crate::ground::process::Processes;
use crate::ground::{bare, server::OwnServer};
use crate::report::model::Report;
use crate::report::write;
use crate::scenario::choice::{Scenario, Size};
use crate::scenario::stage::{Listener, Stage};
use crate::scenario::{live_listener, run};

/// How long everything is well at the end of a run with faults.
const QUIET_S: u64 = 20;

/// Loads a server, measures it, and holds it to what it acknowledged; ends with 1 if it broke a promise or failed a request
#[derive(Debug, clap::Args)]
pub struct Rush {
    /// What to do to it
    #[arg(value_enum, default_value = "holds")]
    scenario: Scenario,
    /// The server to load, such as http://127.0.0.1:3000; it must not limit requests by address (ADMIT_RATE_LIMITS=off). Without
    /// it one is started in a scratch folder, or on the database that the environment names. Given several times, they are
    /// nodes of one installation, and each has its share of the load; of `live` the last has the listeners
    #[arg(long)]
    url: Vec<String>,
    /// The server's process, if it runs on this machine, to see its CPU time and memory; may be given several times
    #[arg(long)]
    pid: Vec<u32>,
    /// How many connections; each scenario has its own number otherwise, as for what follows
    #[arg(long)]
    connections: Option<usize>,
    /// How long to load
    #[arg(long)]
    seconds: Option<u64>,
    /// How many places the event has
    #[arg(long)]
    seats: Option<u32>,
    /// How many accounts buy
    #[arg(long)]
    buyers: Option<usize>,
    /// Requests, or holds while others listen, a second, where the load doesn't wait for answers
    #[arg(long)]
    rate: Option<f64>,
    /// How listeners listen
    #[arg(long, value_enum, default_value = "ws")]
    listener: Listener,
    /// How many listeners one process may have; more processes are started for more
    #[arg(long, default_value_t = 15_000)]
    sockets_max: usize,
    /// Threads of the load itself
    #[arg(long, default_value_t = 1)]
    threads: usize,
    /// Repeats an earlier run's choices
    #[arg(long)]
    seed: Option<u64>,
    /// The address of an organizer's account, which makes the event; the demo's is the default
    #[arg(long, default_value = "organizer@example.com")]
    organizer: String,
    /// The organizer's password
    #[arg(long, env = "RUSH_ORGANIZER_PASSWORD", default_value = "password123", hide_env_values = true)]
    organizer_password: String,
    /// Writes the report as JSON
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Writes it as one page with charts
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// Writes it as Markdown
    #[arg(long, value_name = "FILE")]
    markdown: Option<PathBuf>,
    /// Compares with an earlier run's JSON
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// After how many seconds nothing is cut off any more, of which `survive` knows nothing by itself; 20 before the end otherwise, or
    /// in the middle
    #[arg(long, value_name = "SECONDS")]
    quiet_after: Option<u64>,
    /// The event to stand in line for; without it the run makes one of its own
    #[arg(long)]
    event: Option<String>,
}

/// Runs the load to its end. It makes its own threads, so it must not be called from within a runtime.
pub fn run(rush: Rush) -> anyhow::Result<ExitCode> {
    if rush.scenario == Scenario::BareServer {
        bare::serve()?;
        return Ok(ExitCode::SUCCESS);
    }
    let size = rush.size();
    rush.check(size)?;
    if rush.scenario == Scenario::Listeners {
        let url = rush.url.first().context("listeners need a server")?;
        let event = rush.event.as_deref().context("listeners need an event")?;
        live_listener::listen(authority(url)?, event, size.connections, rush.listener)?;
        return Ok(ExitCode::SUCCESS);
    }
    let machine = Machine::this();
    let stage = rush.stage(size)?;
    let progress = Progress::show(&rush.scenario.name());
    let done = run::run(rush.scenario, &stage);
    drop(progress);
    let report = Report::new(rush.scenario, &stage, machine, &done?);
    write::everything(&report, &rush.outputs())?;
    Ok(if report.is_good() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

impl Rush {
    fn size(&self) -> Size {
        let usual = self.scenario.size();
        Size {
            connections: self.connections.unwrap_or(usual.connections),
            seconds: self.seconds.unwrap_or(usual.seconds),
            seats: self.seats.unwrap_or(usual.seats),
            buyers: self.buyers.unwrap_or(usual.buyers),
            rate: self.rate.unwrap_or(usual.rate),
        }
    }

    fn check(&self, size: Size) -> anyhow::Result<()> {
        let own_sockets_max = if matches!(self.scenario, Scenario::Live) { 10_000_000 } else { 15_000 };
        ensure!((1..=own_sockets_max).contains(&size.connections), "--connections must be 1 to {own_sockets_max}");
        ensure!((1..=86_400).contains(&size.seconds), "--seconds must be 1 to 86400");
        ensure!((1..=200_000).contains(&size.seats), "--seats must be 1 to 200000");
        ensure!((1..=2_000_000).contains(&size.buyers), "--buyers must be 1 to 2000000");
        ensure!(size.rate >= 0.0 && size.rate <= 1e7, "--rate must be 0 to 10000000");
        ensure!((1..=256).contains(&self.threads), "--threads must be 1 to 256");
        ensure!((1..=1_000_000).contains(&self.sockets_max), "--sockets-max must be 1 to 1000000");
        let survives = self.scenario == Scenario::Survive;
        ensure!(survives || self.quiet_after.is_none(), "--quiet-after is for `survive` only");
        let quiet_after = self.quiet_after.unwrap_or(0);
        ensure!(quiet_after <= size.seconds, "--quiet-after must be at most the {} seconds of the run", size.seconds);
        let is_open = matches!(self.scenario, Scenario::Live | Scenario::Spike | Scenario::Soak | Scenario::Browse);
        ensure!(!is_open || size.rate >= 1.0, "--rate must be at least 1 here");
        Ok(())
    }

    fn stage(&self, size: Size) -> anyhow::Result<Stage> {
        let mut nodes =
            self.url.iter().map(|url| authority(url).map(str::to_owned)).collect::<anyhow::Result<Vec<_>>>()?;
        let own = if nodes.is_empty() { Some(OwnServer::start()?) } else { None };
        nodes.extend(own.iter().map(|own| own.authority.clone()));
        let processes = own.iter().map(OwnServer::process).chain(self.pid.iter().copied()).collect();
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Ok(Stage {
            authority: nodes.first().context("there is no server")?.clone(),
            nodes,
            own,
            meter: Meter { begun: Instant::now(), server: Processes::new(processes) },
            organizer: Credentials { email: self.organizer.clone(), password: self.organizer_password.clone() },
            size,
            threads: self.threads,
            seed: self.seed.unwrap_or(now.as_nanos() as u64),
            listener: self.listener,
            sockets_max: self.sockets_max,
            line: self.event.clone(),
            quiet_after: Duration::from_secs(self.quiet_after(size.seconds)),
        })
    }

    /// When faults end, unless it is said: 20 s before the run does, but not in its first half.
    fn quiet_after(&self, seconds: u64) -> u64 {
        self.quiet_after.unwrap_or_else(|| seconds.saturating_sub(QUIET_S).max(seconds / 2))
    }

    fn outputs(&self) -> write::Outputs<'_> {
        write::Outputs {
            json: self.json.as_deref(),
            html: self.html.as_deref(),
            markdown: self.markdown.as_deref(),
            baseline: self.baseline.as_deref(),
        }
    }
}

/// `host:port` of a URL.
fn authority(url: &str) -> anyhow::Result<&str> {
    let rest = url.strip_prefix("http://").context("the URL must begin with http://")?;
    let authority = rest.trim_end_matches('/');
    ensure!(!authority.is_empty() && !authority.contains('/'), "the URL must be of a server, without a path");
    Ok(authority)
}
