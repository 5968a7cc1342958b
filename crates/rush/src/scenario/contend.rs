//! Many buyers on few seats: whoever gets one gives it back and wants another, so that nearly every request meets somebody.

use crate::auditor::deeds::Deeds;
use crate::engine::measure::Rounds;
use crate::engine::random::Random;
use crate::engine::wire_log::Wire;
use crate::engine::worker::{Flow, Worker};
use crate::ground::organizer::{Limits, Plan};

use super::shopper::{Got, Shopper, Want};
use super::stage::{Done, Stage};

struct Contender {
    shopper: Shopper,
    buyer: u32,
    random: Random,
}

impl Worker for Contender {
    async fn act(&mut self, wire: &mut Wire<'_>) -> Flow {
        let unit = self.random.below(self.shopper.hall.seats.len()) as u32;
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
    let (hall, _) = stage.event(Plan::Seats(size.seats), Limits::Wide)?;
    let (buyers, _) = stage.buyers(size.buyers)?;
    let contender = |index: usize| Contender {
        shopper: Shopper::new(&hall, &buyers),
        buyer: (index % buyers.count()) as u32,
        random: Random::new(stage.seed, index as u64),
    };
    let mut crowd = stage.crowd((0..size.connections).map(contender).collect())?;
    let measured = stage.meter.rounds(&mut crowd, Rounds::closed(size.seconds))?;
    let verdict = stage.audit(&hall, &buyers, &crowd.take_deeds())?;
    Ok(Done { measured, facts: Vec::new(), verdict: Some(verdict) })
}
