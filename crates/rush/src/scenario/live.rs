//! Listeners while seats sell: how long a change takes from its commit to the listener, what a listener costs in memory, and how
//! soon one that was cut off is back.
//!
//! A hold is answered right after its commit, so a change's age is taken from its buyer's answer; from the asking, which is
//! longer by the whole request, it is given too. A frame that merges many changes counts as old as the oldest of them.

use std::collections::HashMap;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use crate::auditor::breach::Breach;
use crate::auditor::deeds::{Deeds, Places};
use crate::engine::crowd::Task;
use crate::engine::kind::{Kind, Outcome};
use crate::engine::log::Log;
use crate::engine::measure::{Measure, Measured};
use crate::engine::pace::Pace;
use crate::engine::wire_log::Wire;
use crate::engine::worker::{Flow, Worker};
use crate::ground::organizer::{Limits, Plan};
use crate::ground::requests::{get, text};
use crate::wire::connection::Connection;

use super::live_listener::{Heard, Listeners, micros};
use super::shopper::{Shopper, Want};
use super::stage::{Done, Fact, HOLDS_EACH, Stage};

/// Less than it is within what an allocator keeps.
const GROWN_BYTES_MIN: u64 = 4 << 20;
const SELLERS: usize = 64;
const EXAMPLES_MAX: usize = 5;

struct Seller {
    shopper: Shopper,
    seats: std::ops::Range<u32>,
}

impl Worker for Seller {
    async fn act(&mut self, wire: &mut Wire<'_>) -> Flow {
        let Some(unit) = self.seats.next() else { return Flow::Done };
        self.shopper.hold(wire, unit / HOLDS_EACH, Want::Seats(&[unit])).await;
        Flow::On
    }

    fn take_deeds(&mut self) -> Deeds {
        std::mem::take(&mut self.shopper.deeds)
    }
}

pub(crate) fn run(stage: &Stage) -> anyhow::Result<Done> {
    let size = stage.size;
    let (hall, _) = stage.event(Plan::Seats(size.seats), Limits::Wide)?;
    let buyers = stage.buyers_of(hall.units())?;
    let before = stage.meter.server.usage();
    let mut listeners = listeners(stage, &hall.event)?;
    let after = stage.meter.server.usage();
    let mut facts = vec![Fact::new("listeners", size.connections as f64, "")];
    if let Some((before, after)) = before.zip(after) {
        let grown = after.memory_bytes.saturating_sub(before.memory_bytes);
        // A few listeners fit into what the server has had of the system before, which says nothing of them.
        if grown >= GROWN_BYTES_MIN {
            facts.push(Fact::new("memory per listener", grown as f64 / size.connections as f64 / 1024.0, "KiB"));
        }
    }
    let share = hall.units() / SELLERS as u32;
    let seller = |index: usize| Seller {
        shopper: Shopper::new(&hall, &buyers),
        seats: index as u32 * share..(index as u32 + 1) * share,
    };
    let mut crowd = stage.crowd_on(1, (0..SELLERS).map(seller).collect())?;
    let mut load = Measure::new(stage.meter.begun);
    // The second half after some have been cut off.
    for half in 0..2 {
        if half == 1 {
            listeners.iter_mut().try_for_each(Listeners::reconnect)?;
        }
        let length = Duration::from_secs(size.seconds.max(2)) / 2;
        let slice = stage.meter.slice(length, Pace::Open { per_second: size.rate });
        stage.meter.measure(&mut load, || crowd.run(Task::Load, slice))?;
    }
    let version = stage.now(version(&stage.authority, &hall.event))?;
    let heard = listeners.into_iter().map(|all| all.end_after(&version)).collect::<anyhow::Result<Vec<Heard>>>()?;
    let deeds = crowd.take_deeds();
    let mut verdict = stage.audit(&hall, &buyers, &deeds)?;
    let merged = take(&heard, &deeds, stage.meter.begun, &mut load.log, &mut facts);
    for (name, found) in [
        ("FramesMissing", heard.iter().flat_map(|heard| &heard.gaps).collect::<Vec<_>>()),
        ("ListenerLost", heard.iter().flat_map(|heard| &heard.failures).collect()),
    ] {
        if let Some(first) = found.first() {
            verdict.breaches.push(Breach::new(name, format!("{} of them, such as: {first}", found.len())));
        }
    }
    let unheard: Vec<u32> = sold(&deeds).filter(|unit| !merged.contains_key(unit)).collect();
    if !unheard.is_empty() {
        let some = &unheard[..unheard.len().min(EXAMPLES_MAX)];
        verdict.breaches.push(Breach::new(
            "NeverHeard",
            format!("{} units were held, and no frame said so: {some:?}", unheard.len()),
        ));
    }
    Ok(Done { measured: Measured { load, ceiling: None }, facts, verdict: Some(verdict) })
}

/// The event's version now.
async fn version(authority: &str, event: &str) -> anyhow::Result<String> {
    let path = format!("/api/v1/seats/{event}/availability");
    let availability = get(&mut Connection::new(authority), &path, None).await?;
    Ok(text(&availability, "version")?.to_owned())
}

/// Starts as many processes as the listeners need, and waits until all listen.
fn listeners(stage: &Stage, event: &str) -> anyhow::Result<Vec<Listeners>> {
    // Of several nodes the one that sells least: what it tells it has heard from the others.
    let node = stage.nodes.last().unwrap_or(&stage.authority);
    let (mut all, mut left) = (Vec::new(), stage.size.connections);
    while left > 0 {
        let count = left.min(stage.sockets_max);
        all.push(Listeners::start(node, event, count, stage.listener)?);
        left -= count;
    }
    all.iter_mut().try_for_each(Listeners::wait_until_ready)?;
    Ok(all)
}

fn sold(deeds: &Deeds) -> impl Iterator<Item = u32> {
    deeds.held.iter().flat_map(|held| match &held.places {
        Places::Seats(units) => units.iter().copied(),
        Places::General { .. } => [].iter().copied(),
    })
}

/// Notes how old changes were when they were heard. Gives the units that were, with in how many frames.
fn take(heard: &[Heard], deeds: &Deeds, begun: Instant, log: &mut Log, facts: &mut Vec<Fact>) -> HashMap<u32, u32> {
    let clock = Clock::now();
    let mut changed: HashMap<u32, (u64, u64)> = HashMap::new();
    for held in &deeds.held {
        if let Places::Seats(units) = &held.places {
            let times = (clock.micros(held.asked), clock.micros(held.answered));
            changed.extend(units.iter().map(|unit| (*unit, times)));
        }
    }
    let (mut merged, mut frames, mut arrivals) = (HashMap::new(), 0u64, 0u64);
    for frame in heard.iter().flat_map(|heard| heard.frames.values()) {
        let units = || frame.changes.iter().flat_map(|(first, count, _)| *first..first.saturating_add(*count));
        units().for_each(|unit| *merged.entry(unit).or_default() += 1);
        let oldest = units().filter_map(|unit| changed.get(&unit)).min_by_key(|(_, answered)| *answered);
        let Some((asked, answered)) = oldest else { continue };
        frames += 1;
        for (arrival, count) in &frame.arrivals {
            let since = |then: u64| Duration::from_micros(micros(*arrival).saturating_sub(then));
            log.record_many(Kind::Frame, Outcome::Done, since(*answered), begun, u64::from(*count));
            log.record_many(Kind::FrameFromAsking, Outcome::Done, since(*asked), begun, u64::from(*count));
            arrivals += u64::from(*count);
        }
    }
    for took in heard.iter().flat_map(|heard| &heard.reconnects_ms) {
        log.record(Kind::Reconnect, Outcome::Done, Duration::from_secs_f64(took / 1e3), begun);
    }
    facts.push(Fact::new("frames", frames as f64, ""));
    facts.push(Fact::new("frames heard by all listeners", arrivals as f64, ""));
    facts.push(Fact::new("listeners' own CPU", heard.iter().map(|heard| heard.cpu_s).sum(), "s"));
    merged
}

/// Tells instants as the processes of one machine agree on them.
#[derive(Clone, Copy)]
struct Clock {
    instant: Instant,
    micros: u64,
}

impl Clock {
    fn now() -> Self {
        let micros = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_micros() as u64;
        Clock { instant: Instant::now(), micros }
    }

    fn micros(self, at: Instant) -> u64 {
        self.micros.saturating_sub(self.instant.saturating_duration_since(at).as_micros() as u64)
    }
}
