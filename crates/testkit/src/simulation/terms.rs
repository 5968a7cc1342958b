//! What the organizer changes while the sale is on.

use std::time::Duration;

use admit_domain::id::TierId;
use admit_domain::inventory::command::Command;
use admit_domain::terms::{OrphanRule, SalePhase, Terms};
use admit_domain::unit::UnitRange;

use super::crowd::Crowd;

impl Crowd {
    pub(super) fn configure(&mut self, done_percent: usize) -> Command {
        if self.rng.percent(20) {
            return Command::Configure(self.impossible_terms());
        }
        let mut terms = self.terms.clone();
        if terms.phase == SalePhase::Paused && self.rng.percent(75) {
            terms.phase = SalePhase::Open;
        } else {
            self.change(&mut terms, done_percent);
        }
        self.terms = terms.clone();
        Command::Configure(terms)
    }

    fn change(&mut self, terms: &mut Terms, done_percent: usize) {
        match self.rng.below(8) {
            0..=1 => {
                let index = self.rng.below(terms.tiers.len() as u64) as usize;
                terms.tiers[index].price = self.rng.below(9_000) as i64;
                terms.tiers[index].fee = self.rng.below(300) as i64;
            }
            2 => terms.phase = SalePhase::Paused,
            3 => terms.limits.tickets_per_buyer_max = self.rng.small(2, 16),
            4 => terms.limits.open_holds_max = self.rng.small(1, 5),
            5 => {
                let allowed = terms.orphan_rule == OrphanRule::Allowed;
                terms.orphan_rule = if allowed { OrphanRule::Refused } else { OrphanRule::Allowed };
            }
            6 => terms.hold_ttl += Duration::from_millis(self.rng.between(1, 500)),
            _ if done_percent > 85 => terms.phase = SalePhase::Cancelled,
            // Nothing changes.
            _ => {}
        }
    }

    fn impossible_terms(&mut self) -> Terms {
        let mut terms = self.terms.clone();
        match self.rng.below(6) {
            0 => terms.tiers.clear(),
            1 => terms.tiers[0].price = -1,
            2 => terms.limits.tickets_per_order_max = 0,
            3 => terms.closes_at = terms.opens_at,
            4 => terms.hold_ttl = Duration::ZERO,
            _ => terms.tiers[0].id = TierId::from_u128(self.rng.wide()),
        }
        terms
    }

    /// Takes a few places off sale, or puts them back.
    pub(super) fn take_off_sale(&mut self) -> Command {
        let units = self.hall.units();
        let first = self.rng.small(0, units - 1);
        let mut ranges = vec![UnitRange::new(first, self.rng.small(1, 3).min(units - first))];
        if self.rng.percent(20) {
            // Overlapping ranges are as good as their union.
            ranges.push(UnitRange::new(first, 1));
        }
        if self.rng.percent(45) { Command::Block(ranges) } else { Command::Unblock(ranges) }
    }
}
