//! A stadium to its last seat: far more people than seats, each with an account of their own, who come one after another on as many
//! connections as there are. Whoever gets seats pays; the rest must hear that there are none.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use crate::auditor::breach::Breach;
use crate::auditor::deeds::Deeds;
use crate::engine::kind::{Kind, Outcome};
use crate::engine::measure::Rounds;
use crate::engine::random::Random;
use crate::engine::wire_log::Wire;
use crate::engine::worker::{Flow, Worker};
use crate::ground::organizer::{Limits, Plan};

use super::shopper::{Got, PAYS, Paid, Payment, Shopper, Want};
use super::stage::{Done, Fact, Stage};

/// How long somebody waits who hears that everything is held and some may come back.
const TRIES_AGAIN_AFTER: Duration = Duration::from_millis(100);
const TICKETS_MAX: usize = 4;

struct Gate {
    shopper: Shopper,
    random: Random,
    /// Who comes next, at whichever gate.
    next: Arc<AtomicU32>,
    /// Who is at this gate still, and how many seats they want.
    at: Option<(u32, u32)>,
    first: Option<Instant>,
    last_paid: Option<Instant>,
}

impl Gate {
    fn next(&mut self) -> Option<(u32, u32)> {
        let wanted = 1 + self.random.below(TICKETS_MAX) as u32;
        self.at.take().or_else(|| {
            let buyer = self.next.fetch_add(1, Ordering::Relaxed);
            ((buyer as usize) < self.shopper.buyers.count()).then_some((buyer, wanted))
        })
    }
}

impl Worker for Gate {
    async fn act(&mut self, wire: &mut Wire<'_>) -> Flow {
        self.first.get_or_insert_with(Instant::now);
        let Some((buyer, quantity)) = self.next() else { return Flow::Done };
        match self.shopper.hold(wire, buyer, Want::Best { quantity, together: false }).await {
            Got::Hold(hold) => {
                let payment = Payment { buyer, hold, card: PAYS, key: None };
                if let Paid::Order(_) = self.shopper.pay(wire, payment).await {
                    self.last_paid = Some(Instant::now());
                }
            }
            // Fewer will do.
            Got::Refused(code) if code == "not_enough_left" => {
                self.at = Some((buyer, quantity.div_ceil(2).min(quantity - 1).max(1)))
            }
            Got::Refused(code) if code == "all_held" => {
                tokio::time::sleep(TRIES_AGAIN_AFTER).await;
                self.at = Some((buyer, 1));
            }
            Got::Refused(_) | Got::Failed => {}
        }
        Flow::On
    }

    fn take_deeds(&mut self) -> Deeds {
        std::mem::take(&mut self.shopper.deeds)
    }
}

pub(crate) fn run(stage: &Stage) -> anyhow::Result<Done> {
    let size = stage.size;
    let (hall, _) = stage.event(Plan::Seats(size.seats), Limits::Usual)?;
    let (buyers, signing_up) = stage.buyers(size.buyers)?;
    let next = Arc::new(AtomicU32::new(0));
    let gate = |index: usize| Gate {
        shopper: Shopper::new(&hall, &buyers),
        random: Random::new(stage.seed, index as u64),
        next: next.clone(),
        at: None,
        first: None,
        last_paid: None,
    };
    let mut crowd = stage.crowd((0..size.connections).map(gate).collect())?;
    let measured = stage.meter.rounds(&mut crowd, Rounds::whole(size.seconds))?;
    let begun = crowd.workers().filter_map(|gate| gate.first).min();
    let last_paid = crowd.workers().filter_map(|gate| gate.last_paid).max();
    let deeds = crowd.take_deeds();
    let mut verdict = stage.audit(&hall, &buyers, &deeds)?;
    if verdict.sold != hall.units() {
        let evidence = format!("{} of {} seats were sold when everybody had been", verdict.sold, hall.units());
        verdict.breaches.push(Breach::new("SeatsLeft", evidence));
    }
    let paid = measured.load.log.count(Kind::Pay, Outcome::Done);
    let mut facts = vec![
        Fact::new("seats sold", f64::from(verdict.sold), ""),
        Fact::new("orders paid", paid as f64, ""),
        Fact::new("everybody answered after", measured.load.took.as_secs_f64(), "s"),
        Fact::new("buyers signed up beforehand", signing_up.per_second(), "per second"),
    ];
    if let Some((last, begun)) = last_paid.zip(begun) {
        let took = last.saturating_duration_since(begun).as_secs_f64();
        facts.insert(0, Fact::new("last seat sold after", took, "s"));
    }
    Ok(Done { measured, facts, verdict: Some(verdict) })
}
