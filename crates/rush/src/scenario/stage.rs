//! Where a scenario runs: the server, how large it is, and what every scenario does before and after.

use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use anyhow::Context;

use crate::auditor::deeds::Deeds;
use crate::auditor::judge::{Verdict, concerned, judge};
use crate::auditor::view::View;
use crate::engine::crowd::Crowd;
use crate::engine::measure::{Measure, Measured, Meter};
use crate::engine::worker::Worker;
use crate::ground::buyers::{Buyers, Sort, sign_up};
use crate::ground::hall::Hall;
use crate::ground::organizer::{Credentials, Limits, Plan, make_event};
use crate::ground::server::OwnServer;
use crate::wire::connection::Connection;

use super::choice::Size;

/// Longer than payments and refunds take to settle.
const SETTLED_WITHIN: Duration = Duration::from_secs(120);
/// Half of what one account's open holds are listed to at most.
pub(crate) const HOLDS_EACH: u32 = 50;
const BETWEEN_LOOKS: Duration = Duration::from_secs(1);
/// After this each node knows what was committed at any other, whatever it was told.
const ALL_KNOW_WITHIN: Duration = Duration::from_secs(1);

pub(crate) struct Stage {
    pub(crate) authority: String,
    /// All nodes, the first of which is `authority`.
    pub(crate) nodes: Vec<String>,
    pub(crate) own: Option<OwnServer>,
    pub(crate) meter: Meter,
    pub(crate) organizer: Credentials,
    pub(crate) size: Size,
    pub(crate) threads: usize,
    pub(crate) seed: u64,
    pub(crate) listener: Listener,
    /// Listeners that one process may have.
    pub(crate) sockets_max: usize,
    /// The event to stand in line for; `None`: one of this run's own.
    pub(crate) line: Option<String>,
    /// When faults end, where somebody makes some; from then on everything is to be well.
    pub(crate) quiet_after: Duration,
}

/// By what live updates come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Listener {
    /// Server-Sent Events
    Sse,
    /// A WebSocket
    Ws,
}

/// What a scenario came to.
#[derive(Debug)]
pub(crate) struct Done {
    pub(crate) measured: Measured,
    /// What else was found, for people to read.
    pub(crate) facts: Vec<Fact>,
    pub(crate) verdict: Option<Verdict>,
}

/// A number with what it is of.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub(crate) struct Fact {
    pub(crate) what: String,
    pub(crate) value: f64,
    pub(crate) unit: String,
}

impl Fact {
    pub(crate) fn new(what: &str, value: f64, unit: &str) -> Self {
        Self { what: what.to_owned(), value, unit: unit.to_owned() }
    }
}

impl Stage {
    /// An event of this run's own. Gives the organizer's token too.
    pub(crate) fn event(&self, plan: Plan, limits: Limits) -> anyhow::Result<(Arc<Hall>, String)> {
        self.now(async {
            let mut connection = Connection::new(&self.authority);
            let (hall, token) = make_event(&mut connection, &self.organizer, plan, limits).await?;
            Ok((Arc::new(hall), token))
        })
    }

    /// As many buyers as were asked for, or more: so many that none has more holds than are listed for one, when all together
    /// have `holds`.
    pub(crate) fn buyers_of(&self, holds: u32) -> anyhow::Result<Arc<Buyers>> {
        let needed = holds.div_ceil(HOLDS_EACH) as usize;
        Ok(self.buyers(self.size.buyers.max(needed))?.0)
    }

    pub(crate) fn buyers(&self, count: usize) -> anyhow::Result<(Arc<Buyers>, Measure)> {
        sign_up(&self.authority, self.seed, (count, Sort::Guest), &self.meter)
    }

    /// Buyers who can sign in again. An address is taken once, so theirs are of this run alone, whatever its seed.
    pub(crate) fn members(&self, count: usize) -> anyhow::Result<Arc<Buyers>> {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Ok(sign_up(&self.authority, now.as_nanos() as u64, (count, Sort::Member), &self.meter)?.0)
    }

    /// Workers with a connection each, on all nodes.
    pub(crate) fn crowd<W: Worker>(&self, workers: Vec<W>) -> anyhow::Result<Crowd<W>> {
        self.crowd_on(self.threads, workers)
    }

    /// The same on so many threads.
    pub(crate) fn crowd_on<W: Worker>(&self, threads: usize, workers: Vec<W>) -> anyhow::Result<Crowd<W>> {
        Crowd::new(&self.nodes, workers, threads)
    }

    /// Does something before or after the load.
    pub(crate) fn now<T>(&self, work: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().context("no runtime")?;
        runtime.block_on(work)
    }

    /// Waits until what was acknowledged anywhere is known where the auditor looks.
    pub(crate) fn let_all_know(&self) {
        if self.nodes.len() > 1 {
            std::thread::sleep(ALL_KNOW_WITHIN);
        }
    }

    /// Lets the auditor judge what was acknowledged, once the server is through with it.
    pub(crate) fn audit(&self, hall: &Arc<Hall>, buyers: &Arc<Buyers>, deeds: &Deeds) -> anyhow::Result<Verdict> {
        let deadline = Instant::now() + SETTLED_WITHIN;
        self.let_all_know();
        let view = loop {
            let view = View::read(&self.authority, hall, buyers, concerned(deeds), &self.meter)?;
            if !view.is_unsettled() || Instant::now() > deadline {
                break view;
            }
            std::thread::sleep(BETWEEN_LOOKS);
        };
        let mut verdict = judge(hall, deeds, &view)?;
        if let Some(own) = &self.own {
            match own.check() {
                Ok(()) => verdict.checked.push_str("; `admit check` agrees"),
                Err(found) => verdict.breaches.push(crate::auditor::breach::Breach::new("Check", format!("{found:#}"))),
            }
        }
        Ok(verdict)
    }
}
