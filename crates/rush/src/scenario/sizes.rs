//! What a hold costs as its event grows: one seat held and given back, in events of three sizes, in turns. It must not grow.

use std::time::Duration;

use crate::auditor::deeds::Deeds;
use crate::engine::crowd::Task;
use crate::engine::kind::{Kind, Outcome};
use crate::engine::measure::{Measure, Measured};
use crate::engine::pace::Pace;
use crate::engine::random::Random;
use crate::engine::wire_log::Wire;
use crate::engine::worker::{Flow, Worker};
use crate::ground::organizer::{Limits, Plan};

use super::shopper::{Got, Shopper, Want};
use super::stage::{Done, Fact, Stage};

const SLICE: Duration = Duration::from_millis(500);
const SMALLER: [u32; 2] = [100, 10];

/// Holds a seat that nobody else wants, and gives it back.
struct Passer {
    shopper: Shopper,
    buyer: u32,
    seats: std::ops::Range<u32>,
    random: Random,
}

impl Worker for Passer {
    async fn act(&mut self, wire: &mut Wire<'_>) -> Flow {
        let unit = self.seats.start + self.random.below(self.seats.len()) as u32;
        if let Got::Hold(hold) = self.shopper.hold(wire, self.buyer, Want::Seats(&[unit])).await {
            self.shopper.release(wire, self.buyer, hold).await;
        }
        Flow::On
    }

    fn take_deeds(&mut self) -> Deeds {
        std::mem::take(&mut self.shopper.deeds)
    }
}

pub(crate) fn run(stage: &Stage) -> anyhow::Result<Done> {
    let size = stage.size;
    let (buyers, _) = stage.buyers(size.buyers)?;
    let sizes = [size.seats / SMALLER[0], size.seats / SMALLER[1], size.seats];
    let mut halls = Vec::new();
    for seats in sizes {
        let (hall, _) = stage.event(Plan::Seats(seats.max(size.connections as u32)), Limits::Wide)?;
        let share = hall.units() / size.connections as u32;
        let passer = |index: usize| Passer {
            shopper: Shopper::new(&hall, &buyers),
            buyer: (index % buyers.count()) as u32,
            seats: index as u32 * share..(index as u32 + 1) * share,
            random: Random::new(stage.seed, index as u64),
        };
        let workers = (0..size.connections).map(passer).collect();
        let crowd = stage.crowd(workers)?;
        halls.push((hall, crowd, Measure::new(stage.meter.begun)));
    }
    let mut ceiling = Measure::new(stage.meter.begun);
    for round in 0..(2 * size.seconds.max(1)) as usize {
        for turn in 0..sizes.len() {
            let (_, crowd, measure) = &mut halls[(round + turn) % sizes.len()];
            let slice = stage.meter.slice(SLICE, Pace::Closed);
            stage.meter.measure(measure, || crowd.run(Task::Load, slice))?;
        }
        let slice = stage.meter.slice(SLICE / 2, Pace::Closed);
        stage.meter.measure(&mut ceiling, || halls[0].1.run(Task::Ping(Kind::Ping), slice))?;
    }
    let (mut load, mut facts) = (Measure::new(stage.meter.begun), Vec::new());
    let mut verdict: Option<crate::auditor::judge::Verdict> = None;
    for (hall, mut crowd, measure) in halls {
        let holds = measure.log.count(Kind::Hold, Outcome::Done);
        if let Some(cpu) = measure.server_cpu.filter(|_| holds > 0) {
            let what = format!("server CPU per hold and release, {} seats", hall.units());
            facts.push(Fact::new(&what, cpu.as_secs_f64() * 1e6 / holds as f64, "µs"));
        }
        let judged = stage.audit(&hall, &buyers, &crowd.take_deeds())?;
        match &mut verdict {
            Some(verdict) => verdict.breaches.extend(judged.breaches),
            None => verdict = Some(judged),
        }
        load.took += measure.took;
        load.client_cpu += measure.client_cpu;
        if let Some(cpu) = measure.server_cpu {
            *load.server_cpu.get_or_insert_default() += cpu;
        }
        load.log.add(&measure.log);
    }
    Ok(Done { measured: Measured { load, ceiling: Some(ceiling) }, facts, verdict })
}
