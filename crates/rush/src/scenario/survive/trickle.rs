//! Writes in a quiet event, few, and each spell's all at one node, so that what the others show is what they learned by themselves.

use std::time::{Duration, Instant};

use crate::auditor::deeds::Deeds;
use crate::scenario::shopper::{Got, PAYS, Paid, Payment, Shopper, Want};

use super::rover::Rover;

pub(super) const SPELL: Duration = Duration::from_secs(10);
const EVERY: Duration = Duration::from_millis(400);
/// Of a hundred who hold.
const BUYS: u32 = 25;

pub(super) struct Trickle {
    pub(super) shopper: Shopper,
    pub(super) rover: Rover,
    pub(super) buyer: u32,
}

impl Trickle {
    pub(super) async fn go(mut self, until: Instant) -> (u32, Deeds, String) {
        while Instant::now() < until {
            self.write().await;
        }
        let token = self.rover.token().await;
        (self.buyer, std::mem::take(&mut self.shopper.deeds), token)
    }

    async fn write(&mut self) {
        let Trickle { shopper, rover, buyer } = self;
        let buyer = *buyer;
        tokio::time::sleep(EVERY).await;
        let Got::Hold(hold) = shopper.hold(rover, buyer, Want::Best { quantity: 1, together: false }).await else {
            return;
        };
        tokio::time::sleep(EVERY).await;
        if !rover.random.percent(BUYS) {
            return shopper.release(rover, buyer, hold).await;
        }
        if let Paid::Order(order) = shopper.pay(rover, Payment { buyer, hold, card: PAYS, key: None }).await {
            tokio::time::sleep(EVERY).await;
            // The seats shall last.
            shopper.cancel(rover, buyer, hold, order).await;
        }
    }
}
