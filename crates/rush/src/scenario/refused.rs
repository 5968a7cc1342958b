//! What losers cost: all seats are held beforehand, and whoever asks is refused, by name or for want of any place.

use crate::auditor::deeds::Deeds;
use crate::engine::kind::{Kind, Outcome};
use crate::engine::measure::Rounds;
use crate::engine::random::Random;
use crate::engine::wire_log::Wire;
use crate::engine::worker::{Flow, Worker};
use crate::ground::organizer::{Limits, Plan};

use super::shopper::{Got, Shopper, Want};
use super::stage::{Done, Fact, Stage};

/// As many as one order may have in an event with wide limits.
const HELD_AT_ONCE: u32 = 100;

struct Latecomer {
    shopper: Shopper,
    buyer: u32,
    random: Random,
    /// What is left to be held before anybody is refused.
    taking: std::ops::Range<u32>,
}

impl Worker for Latecomer {
    async fn act(&mut self, wire: &mut Wire<'_>) -> Flow {
        if !self.taking.is_empty() {
            let end = (self.taking.start + HELD_AT_ONCE).min(self.taking.end);
            let units: Vec<u32> = (self.taking.start..end).collect();
            self.taking.start = end;
            let buyer = end.div_ceil(HELD_AT_ONCE) % self.shopper.buyers.count() as u32;
            self.shopper.hold(wire, buyer, Want::Seats(&units)).await;
            return if self.taking.is_empty() { Flow::Done } else { Flow::On };
        }
        let unit = self.random.below(self.shopper.hall.seats.len()) as u32;
        let by_name = Want::Seats(&[unit]);
        let want = if self.random.percent(50) { by_name } else { Want::Best { quantity: 2, together: false } };
        if let Got::Hold(hold) = self.shopper.hold(wire, self.buyer, want).await {
            wire.object(Kind::Hold, "a seat was free that was held", hold.to_string().as_bytes());
        }
        Flow::On
    }

    fn take_deeds(&mut self) -> Deeds {
        std::mem::take(&mut self.shopper.deeds)
    }
}

pub(crate) fn run(stage: &Stage) -> anyhow::Result<Done> {
    let size = stage.size;
    let (hall, _) = stage.event(Plan::Seats(size.seats), Limits::Wide)?;
    let buyers = stage.buyers_of(hall.units().div_ceil(HELD_AT_ONCE))?;
    let latecomer = |index: usize, taking| Latecomer {
        shopper: Shopper::new(&hall, &buyers),
        buyer: (index % buyers.count()) as u32,
        random: Random::new(stage.seed, index as u64),
        taking,
    };
    let mut taker = stage.crowd_on(1, vec![latecomer(0, 0..hall.units())])?;
    let before = stage.meter.rounds(&mut taker, Rounds::whole(120))?;
    let idle = |index| latecomer(index, 0..0);
    let mut crowd = stage.crowd((0..size.connections).map(idle).collect())?;
    let mut measured = stage.meter.rounds(&mut crowd, Rounds::closed(size.seconds))?;
    for (of, failure) in before.load.log.failures {
        measured.load.log.failures.entry(of).or_insert(failure);
    }
    let mut deeds = taker.take_deeds();
    deeds.add(crowd.take_deeds());
    let verdict = stage.audit(&hall, &buyers, &deeds)?;
    let refused = measured.load.log.count(Kind::Hold, Outcome::Conflict);
    let facts = vec![Fact::new("refused", refused as f64, "requests")];
    Ok(Done { measured, facts, verdict: Some(verdict) })
}
