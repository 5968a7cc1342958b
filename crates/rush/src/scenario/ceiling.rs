//! What the machine can do at most: an empty JSON POST at Admit, and the same at a bare server of the same HTTP library, in turns.

use std::time::Duration;

use crate::engine::crowd::{Crowd, Task};
use crate::engine::kind::Kind;
use crate::engine::measure::{Measure, Measured, Meter};
use crate::engine::pace::Pace;
use crate::engine::worker::Pinger;
use crate::ground::process::Processes;
use crate::ground::server::OwnServer;

use super::stage::{Done, Fact, Stage};

const SLICE: Duration = Duration::from_millis(500);

pub(crate) fn run(stage: &Stage) -> anyhow::Result<Done> {
    let bare = OwnServer::start_bare()?;
    let meter = Meter { begun: stage.meter.begun, server: Processes::new(vec![bare.process()]) };
    let pingers = |kind| (0..stage.size.connections).map(|_| Pinger { kind }).collect();
    let mut at_admit = stage.crowd(pingers(Kind::Ping))?;
    let mut at_bare = Crowd::new(std::slice::from_ref(&bare.authority), pingers(Kind::BarePing), stage.threads)?;
    let (mut load, mut ceiling) = (Measure::new(meter.begun), Measure::new(meter.begun));
    for round in 0..2 * stage.size.seconds.max(1) {
        // Whoever goes first changes, so that a machine that slows down hits both.
        for turn in [round, round + 1] {
            if turn % 2 == 0 {
                let slice = stage.meter.slice(SLICE, Pace::Closed);
                stage.meter.measure(&mut load, || at_admit.run(Task::Load, slice))?;
            } else {
                let slice = meter.slice(SLICE, Pace::Closed);
                meter.measure(&mut ceiling, || at_bare.run(Task::Load, slice))?;
            }
        }
    }
    let mut facts = Vec::new();
    if let Some((admit, bare)) = load.server_us_each().zip(ceiling.server_us_each()) {
        facts.push(Fact::new("bare server's CPU per answer", bare, "µs"));
        facts.push(Fact::new("Admit's CPU per answer against the bare server's", admit / bare, "×"));
    }
    Ok(Done { measured: Measured { load, ceiling: Some(ceiling) }, facts, verdict: None })
}
