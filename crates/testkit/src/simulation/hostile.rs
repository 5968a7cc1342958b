//! What nobody should send, and somebody does.

use admit_domain::hold::RequestKey;
use admit_domain::id::{AccountId, OrderId};
use admit_domain::inventory::command::{BestAvailable, CancelledBy, Choice, Command, Together};
use admit_domain::order::DeclineReason;
use admit_domain::terms::TierIndex;
use admit_domain::unit::{Unit, UnitRange};

use super::crowd::Crowd;

impl Crowd {
    pub(super) fn hostile(&mut self) -> Command {
        match self.rng.below(8) {
            0..=2 => self.hostile_hold(),
            3 => self.with_foreign_hold(),
            4 => self.with_foreign_order(),
            5 => self.wrong_amount(),
            6 => self.foreign_key(),
            _ => self.hostile_block(),
        }
    }

    fn hostile_hold(&mut self) -> Command {
        let (buyer, hold, key) = (self.buyer(), self.new_hold(), self.new_key());
        let (numbered, units) = (self.numbered(), self.hall.units());
        let seat = Unit(self.rng.small(0, numbered - 1));
        let nothing_so_good = BestAvailable {
            quantity: 1,
            section: None,
            tier: Some(TierIndex(200)),
            price_max: Some(-1),
            together: Together::Required,
        };
        let choice = match self.rng.below(11) {
            0 => Choice::Seats(Vec::new()),
            1 => Choice::Seats(vec![seat, Unit(seat.0 ^ 1), seat]),
            2 => Choice::Seats(vec![seat, Unit(units)]),
            3 => Choice::Seats(vec![Unit(u32::MAX)]),
            // Places of general admission can't be chosen.
            4 => Choice::Seats(vec![Unit(numbered)]),
            5 => Choice::General { section: self.general_section(), quantity: 0 },
            6 => Choice::General { section: self.general_section(), quantity: u32::MAX },
            7 => Choice::General { section: 0, quantity: 1 },
            8 => Choice::General { section: u16::MAX, quantity: 1 },
            9 => Choice::Best(nothing_so_good),
            _ => Choice::Best(BestAvailable { quantity: u32::MAX, tier: None, price_max: None, ..nothing_so_good }),
        };
        Command::Hold { hold, buyer, choice, key }
    }

    fn with_foreign_hold(&mut self) -> Command {
        let (hold, _) = self.known_hold();
        let account = self.stranger();
        let (order, payment) = self.new_order();
        match self.rng.below(3) {
            0 => Command::Release { hold, account },
            1 => Command::Extend { hold, account, key: self.new_key() },
            _ => Command::Begin { hold, account, order, payment, key: self.new_key() },
        }
    }

    fn with_foreign_order(&mut self) -> Command {
        let unknown = OrderId::minted_from(self.rng.wide());
        let order = self.known_order().map_or(unknown, |order| order.id);
        let by = CancelledBy::Buyer(self.stranger());
        match self.rng.below(4) {
            0 => Command::Cancel { order, by, key: self.new_key() },
            1 => Command::Confirm { order: unknown, amount: 100 },
            2 => Command::Decline { order: unknown, reason: DeclineReason::Refused },
            _ => Command::Cancel { order: unknown, by: CancelledBy::Organizer, key: None },
        }
    }

    fn wrong_amount(&mut self) -> Command {
        let Some(order) = self.known_order() else { return self.hostile_hold() };
        let wrong = [order.total + 1, order.total - 1, -order.total - 1, i64::MAX, i64::MIN];
        let amount = *self.rng.pick(&wrong).expect("there are amounts");
        Command::Confirm { order: order.id, amount }
    }

    /// Somebody else's key: a stranger's, or one that the organizer happens to use as well.
    fn foreign_key(&mut self) -> Command {
        let keys: Vec<RequestKey> = self.requests.iter().filter_map(super::crowd::key_of).collect();
        let key = self.rng.pick_late(&keys).copied();
        match self.known_order() {
            Some(order) if self.rng.percent(40) => Command::Cancel { order: order.id, by: CancelledBy::Organizer, key },
            _ => {
                let (buyer, hold) = (self.buyer(), self.new_hold());
                // The body's hash differs, since the account is a part of it.
                let key = key.map(|key| RequestKey { body: self.rng.wide().to_be_bytes(), ..key });
                Command::Hold { hold, buyer, choice: self.choice(), key }
            }
        }
    }

    fn hostile_block(&mut self) -> Command {
        let past_the_end = vec![UnitRange::new(self.hall.units() - 1, 3)];
        if self.rng.percent(50) { Command::Block(past_the_end) } else { Command::Unblock(past_the_end) }
    }

    fn stranger(&mut self) -> AccountId {
        if self.rng.percent(50) { self.buyer().account } else { AccountId::from_u128(self.rng.wide()) }
    }
}
