//! Hold, pay, ticket, as buyers do: some are declined and try again, some walk away, some cancel, some send the same payment twice.

use crate::auditor::deeds::Deeds;
use crate::engine::asks::Asks;
use crate::engine::kind::{Kind, Outcome};
use crate::engine::measure::Rounds;
use crate::engine::random::Random;
use crate::engine::wire_log::Wire;
use crate::engine::worker::{Flow, Worker};
use crate::ground::organizer::{Limits, Plan};

use super::shopper::{DECLINED, Got, PAYS, Paid, Payment, Shopper, Want};
use super::stage::{Done, Fact, Stage};

/// Of a hundred who hold a seat.
const DECLINED_FIRST: u32 = 10;
const WALK_AWAY: u32 = 10;
const CANCEL: u32 = 5;
const PAY_TWICE: u32 = 10;
/// Where requests may be repeated.
const HOLD_TWICE: u32 = 10;

pub(super) struct Customer {
    pub(super) shopper: Shopper,
    pub(super) buyer: u32,
    pub(super) random: Random,
    pub(super) tickets_max: u32,
    pub(super) key: u64,
    pub(super) run: u64,
    /// Why the newest hold was refused, if it was.
    pub(super) refused: Option<String>,
}

impl Customer {
    /// One purchase, from the seats to their tickets.
    pub(super) async fn buy(&mut self, wire: &mut impl Asks) -> Flow {
        let quantity = 1 + self.random.below(self.tickets_max as usize) as u32;
        let want = Want::Best { quantity, together: false };
        self.refused = None;
        let hold = match self.shopper.hold(wire, self.buyer, want).await {
            Got::Hold(hold) => hold,
            Got::Refused(code) => {
                let is_over = code == "sold_out" || quantity == 1;
                self.refused = Some(code);
                return if is_over { Flow::Done } else { Flow::On };
            }
            Got::Failed => return Flow::On,
        };
        if self.shopper.has_keys() && self.random.percent(HOLD_TWICE) {
            self.shopper.hold_again(wire, self.buyer, want, hold).await;
        }
        if self.random.percent(WALK_AWAY) {
            self.shopper.release(wire, self.buyer, hold).await;
            return Flow::On;
        }
        let payment = Payment { buyer: self.buyer, hold, card: PAYS, key: None };
        if self.random.percent(DECLINED_FIRST) {
            self.shopper.pay(wire, Payment { card: DECLINED, ..payment }).await;
        }
        self.key += 1;
        let key = format!("rush-{:x}-{}-{}", self.run, self.buyer, self.key);
        let payment = Payment { key: Some(&key), ..payment };
        let Paid::Order(order) = self.shopper.pay(wire, payment).await else { return Flow::On };
        if self.random.percent(PAY_TWICE) {
            self.shopper.pay_again(wire, payment, order).await;
        }
        if self.random.percent(CANCEL) {
            self.shopper.cancel(wire, self.buyer, hold, order).await;
        }
        Flow::On
    }
}

impl Worker for Customer {
    async fn act(&mut self, wire: &mut Wire<'_>) -> Flow {
        self.buy(wire).await
    }

    fn take_deeds(&mut self) -> Deeds {
        std::mem::take(&mut self.shopper.deeds)
    }
}

pub(crate) fn run(stage: &Stage) -> anyhow::Result<Done> {
    let size = stage.size;
    let (hall, _) = stage.event(Plan::Seats(size.seats), Limits::Wide)?;
    let (buyers, _) = stage.buyers(size.buyers)?;
    // A buyer has one purchase under way at a time, and so one connection.
    let customer = |index: usize| Customer {
        shopper: Shopper::new(&hall, &buyers),
        buyer: (index % buyers.count()) as u32,
        random: Random::new(stage.seed, index as u64),
        tickets_max: 2,
        key: (index as u64) << 32,
        run: stage.seed,
        refused: None,
    };
    let mut crowd = stage.crowd((0..size.connections).map(customer).collect())?;
    let measured = stage.meter.rounds(&mut crowd, Rounds::closed(size.seconds))?;
    let paid = measured.load.log.count(Kind::Pay, Outcome::Done);
    let mut facts = vec![Fact::new("paid orders", paid as f64 / measured.load.took.as_secs_f64(), "per second")];
    if let Some(cpu) = measured.load.server_cpu.filter(|_| paid > 0) {
        facts.push(Fact::new("server CPU per paid order", cpu.as_secs_f64() * 1e6 / paid as f64, "µs"));
    }
    let verdict = stage.audit(&hall, &buyers, &crowd.take_deeds())?;
    Ok(Done { measured, facts, verdict: Some(verdict) })
}
