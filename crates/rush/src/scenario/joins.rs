//! Getting in line as fast as it goes: first people whom nobody knows, then accounts, each of whom gets one place.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::json;

use crate::auditor::breach::Breach;
use crate::auditor::judge::Verdict;
use crate::engine::kind::{Kind, Outcome};
use crate::engine::measure::Rounds;
use crate::engine::wire_log::Wire;
use crate::engine::worker::{Flow, Worker};
use crate::ground::buyers::Buyers;
use crate::ground::organizer::{Limits, Plan};
use crate::ground::requests::get;
use crate::wire::connection::{Connection, Request};

use super::stage::{Done, Fact, Stage};
use super::wait::{join_path, open_line, position_in};

/// Joins again and again.
struct Joiner {
    path: Arc<str>,
    /// Accounts that haven't joined yet; `None`: nobody is known.
    accounts: Option<(Arc<Buyers>, Arc<AtomicU32>)>,
    positions: Vec<u32>,
}

impl Worker for Joiner {
    async fn act(&mut self, wire: &mut Wire<'_>) -> Flow {
        let (kind, token) = match &self.accounts {
            None => (Kind::Join, None),
            Some((buyers, next)) => {
                let buyer = next.fetch_add(1, Ordering::Relaxed);
                if buyer as usize >= buyers.count() {
                    return Flow::Done;
                }
                (Kind::JoinAsAccount, Some(buyers.token(buyer)))
            }
        };
        if let Some(reply) = wire.ask(kind, Request { token, ..Request::post(&self.path, b"{}") }).await {
            match position_in(reply.body) {
                Some(position) => self.positions.push(position),
                None => {
                    let said = reply.body.to_vec();
                    wire.object(kind, "a place without a position", &said);
                }
            }
        }
        Flow::On
    }
}

pub(crate) fn run(stage: &Stage) -> anyhow::Result<Done> {
    let size = stage.size;
    let (hall, organizer) = stage.event(Plan::Seats(size.seats), Limits::Wide)?;
    stage.now(open_line(stage, &hall.event, &organizer, &json!({ "mode": "always", "rate_per_min": 0 })))?;
    let (buyers, _) = stage.buyers(size.buyers)?;
    let path: Arc<str> = join_path(&hall.event).into();
    let joiners = |accounts: Option<(Arc<Buyers>, Arc<AtomicU32>)>| {
        let one = |_| Joiner { path: path.clone(), accounts: accounts.clone(), positions: Vec::new() };
        stage.crowd((0..size.connections).map(one).collect())
    };
    let mut guests = joiners(None)?;
    let mut measured = stage.meter.rounds(&mut guests, Rounds::closed(size.seconds))?;
    let mut accounts = joiners(Some((buyers, Arc::default())))?;
    let known = stage.meter.rounds(&mut accounts, Rounds::closed(size.seconds))?;
    let rate = |kind: Kind, log: &crate::engine::log::Log, took: std::time::Duration| {
        log.count(kind, Outcome::Done) as f64 / took.as_secs_f64().max(1e-9)
    };
    let facts = vec![
        Fact::new("joins without an account", rate(Kind::Join, &measured.load.log, measured.load.took), "/s"),
        Fact::new("joins of accounts", rate(Kind::JoinAsAccount, &known.load.log, known.load.took), "/s"),
        Fact::new("the ceiling meanwhile", known.ceiling.as_ref().map_or(0.0, |ceiling| ceiling.per_second()), "/s"),
    ];
    let mut positions: Vec<u32> =
        guests.workers().chain(accounts.workers()).flat_map(|joiner| std::mem::take(&mut joiner.positions)).collect();
    let failed = !measured.load.log.failures.is_empty() || !known.load.log.failures.is_empty();
    measured.load.log.add(&known.load.log);
    measured.load.took += known.load.took;
    positions.sort_unstable();
    stage.let_all_know();
    let issued = stage.now(async {
        let mut connection = Connection::new(&stage.authority);
        let serving = get(&mut connection, &format!("/api/v1/queue/{}/serving", hall.event), None).await?;
        Ok(serving["issued"].as_u64().unwrap_or(0))
    })?;
    let mut breaches = Vec::new();
    if positions.windows(2).any(|pair| pair[0] == pair[1]) {
        breaches.push(Breach::new("TwoInOnePlace", "a position was given twice"));
    }
    if !failed && issued != positions.len() as u64 {
        let told = positions.len();
        breaches.push(Breach::new("LostPlace", format!("{told} places were acknowledged, and the line has {issued}")));
    }
    let checked = format!("{} places, each given once, of {issued}", positions.len());
    Ok(Done { measured, facts, verdict: Some(Verdict { sold: 0, checked, breaches }) })
}
