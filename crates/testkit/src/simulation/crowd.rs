//! The people of a run: what they ask for next, from what they have been told.

use std::collections::BTreeMap;
use std::sync::Arc;

use admit_app::desk::Answer;
use admit_domain::hall::Hall;
use admit_domain::hold::{AddressHash, Buyer, RequestKey};
use admit_domain::id::{AccountId, EventId, HoldId, OrderId, PaymentId};
use admit_domain::inventory::command::{BestAvailable, CancelledBy, Choice, Command, Together};
use admit_domain::order::{DeclineReason, NextAction, Order};
use admit_domain::seat_map::SectionKind;
use admit_domain::terms::{Terms, TierIndex};
use admit_domain::time::Timestamp;
use admit_domain::unit::{Unit, UnitRange};

use crate::auditor::evidence::Verdict;

use super::rng::Rng;
use super::sale::Sale;

pub(super) struct Crowd {
    pub(super) rng: Rng,
    pub(super) event: EventId,
    pub(super) hall: Arc<Hall>,
    pub(super) buyers: Vec<Buyer>,
    /// Those who were seen with a pass, where there is a line.
    pub(super) inside: Vec<Buyer>,
    /// What the organizer last wanted.
    pub(super) terms: Terms,
    pub(super) opened_at: Timestamp,
    /// Holds that callers were told of.
    pub(super) holds: Vec<(HoldId, AccountId)>,
    /// Orders that callers were told of.
    pub(super) orders: Vec<Order>,
    /// Requests with a key.
    pub(super) requests: Vec<Command>,
    /// Orders whose money was sent, with the amount.
    pub(super) money_sent: BTreeMap<OrderId, i64>,
}

impl Crowd {
    pub(super) fn new(mut rng: Rng, event: EventId, sale: &Sale, opened_at: Timestamp) -> Crowd {
        let mut buyers: Vec<Buyer> = Vec::new();
        for index in 0..rng.between(8, 18) {
            let account = AccountId::from_u128(rng.wide());
            let own = AddressHash(rng.wide().to_be_bytes());
            // Some people have two accounts with one address.
            let address = if index % 4 == 3 { buyers.last().map_or(own, |buyer| buyer.address) } else { own };
            buyers.push(Buyer { account, address });
        }
        Crowd {
            rng,
            event,
            hall: sale.hall.clone(),
            buyers,
            inside: Vec::new(),
            terms: sale.terms.clone(),
            opened_at,
            holds: Vec::new(),
            orders: Vec::new(),
            requests: Vec::new(),
            money_sent: BTreeMap::new(),
        }
    }

    /// What somebody asks next; `done_percent` of the run are over.
    pub(super) fn next(&mut self, done_percent: usize) -> Command {
        let command = match self.rng.below(100) {
            0..=37 => self.hold(),
            38..=43 => self.release(),
            44..=48 => self.extend(),
            49..=59 => self.begin(),
            60..=68 => self.confirm(),
            69..=73 => self.decline(),
            74..=76 => self.wait(),
            77..=79 => self.cancel(),
            80..=81 => Command::Expire,
            82..=84 => self.configure(done_percent),
            85..=87 => self.take_off_sale(),
            88..=94 => self.repeat(),
            _ => self.hostile(),
        };
        if key_of(&command).is_some() {
            self.requests.push(command.clone());
        }
        if let Command::Confirm { order, amount } = &command
            && self.orders.iter().any(|known| known.id == *order && known.total == *amount)
        {
            self.money_sent.insert(*order, *amount);
        }
        command
    }

    /// Takes in what a caller was told.
    pub(super) fn learn(&mut self, verdict: &Verdict) {
        let Ok(done) = verdict else { return };
        match &done.answer {
            Answer::Hold(hold) => {
                if !self.holds.iter().any(|(id, _)| *id == hold.id) {
                    self.holds.push((hold.id, hold.buyer.account));
                }
            }
            Answer::Order(order, _) => match self.orders.iter_mut().find(|known| known.id == order.id) {
                Some(known) => *known = (**order).clone(),
                None => self.orders.push((**order).clone()),
            },
            Answer::Nothing => {}
        }
    }

    pub(super) fn new_hold(&mut self) -> HoldId {
        // The low bits carry the event's tag, as they do in ids that the program mints.
        let event = self.event.as_u128();
        let tag = (event ^ (event >> 32) ^ (event >> 64) ^ (event >> 96)) as u32;
        HoldId::from_u128(self.rng.wide() & !u128::from(u32::MAX) | u128::from(tag))
    }

    pub(super) fn new_order(&mut self) -> (OrderId, PaymentId) {
        (OrderId::minted_from(self.rng.wide()), PaymentId::from_u128(self.rng.wide()))
    }

    pub(super) fn new_key(&mut self) -> Option<RequestKey> {
        let wanted = self.rng.percent(45);
        let (key, body) = (self.rng.wide().to_be_bytes(), self.rng.wide().to_be_bytes());
        wanted.then_some(RequestKey { key, body })
    }

    pub(super) fn buyer(&mut self) -> Buyer {
        self.buyers[self.rng.below(self.buyers.len() as u64) as usize]
    }

    /// Where there is a line, mostly somebody who has been through it.
    fn shopper(&mut self) -> Buyer {
        if !self.inside.is_empty() && self.rng.percent(85) {
            return *self.rng.pick(&self.inside).expect("somebody is inside");
        }
        self.buyer()
    }

    fn hold(&mut self) -> Command {
        let (buyer, hold, key) = (self.shopper(), self.new_hold(), self.new_key());
        let choice = self.choice();
        Command::Hold { hold, buyer, choice, key }
    }

    pub(super) fn choice(&mut self) -> Choice {
        match self.rng.below(10) {
            0..=4 => Choice::Seats(self.seats()),
            5..=6 => Choice::General { section: self.general_section(), quantity: self.rng.small(1, 5) },
            _ => Choice::Best(self.best()),
        }
    }

    /// A few neighbours, mostly where everybody wants to sit; sometimes scattered ones.
    fn seats(&mut self) -> Vec<Unit> {
        let numbered = self.numbered();
        let count = self.rng.small(1, 4);
        if self.rng.percent(15) {
            let mut units: Vec<Unit> = (0..count).map(|_| Unit(self.rng.small(0, numbered - 1))).collect();
            units.sort_unstable();
            units.dedup();
            return units;
        }
        let end = if self.rng.percent(50) { numbered.min(10) } else { numbered };
        let first = self.rng.small(0, end - 1);
        UnitRange::new(first, count.min(numbered - first)).units().collect()
    }

    fn best(&mut self) -> BestAvailable {
        let sections = self.hall.map().sections.len() as u64;
        let tiers = self.hall.tier_capacity().len() as u64;
        BestAvailable {
            quantity: self.rng.small(1, 6),
            section: self.rng.percent(30).then(|| self.rng.below(sections) as u16),
            tier: self.rng.percent(30).then(|| TierIndex(self.rng.below(tiers) as u8)),
            price_max: self.rng.percent(20).then(|| self.rng.below(10_000) as i64),
            together: if self.rng.percent(60) { Together::Required } else { Together::Preferred },
        }
    }

    /// How many units are numbered seats: all before the general-admission section.
    pub(super) fn numbered(&self) -> u32 {
        let sections = &self.hall.map().sections;
        sections.iter().filter(|section| section.kind == SectionKind::Reserved).map(|section| section.units.count).sum()
    }

    pub(super) fn general_section(&self) -> u16 {
        (self.hall.map().sections.len() - 1) as u16
    }

    /// A hold with its owner, or an id that nobody has.
    pub(super) fn known_hold(&mut self) -> (HoldId, AccountId) {
        match self.rng.pick_late(&self.holds).copied() {
            Some(known) => known,
            None => (self.new_hold(), self.buyer().account),
        }
    }

    pub(super) fn known_order(&mut self) -> Option<Order> {
        self.rng.pick_late(&self.orders).cloned()
    }

    fn release(&mut self) -> Command {
        let (hold, account) = self.known_hold();
        Command::Release { hold, account }
    }

    fn extend(&mut self) -> Command {
        let (hold, account) = self.known_hold();
        Command::Extend { hold, account, key: self.new_key() }
    }

    fn begin(&mut self) -> Command {
        let (hold, account) = self.known_hold();
        let (order, payment) = self.new_order();
        Command::Begin { hold, account, order, payment, key: self.new_key() }
    }

    fn confirm(&mut self) -> Command {
        match self.known_order() {
            Some(order) => Command::Confirm { order: order.id, amount: order.total },
            None => self.hold(),
        }
    }

    fn decline(&mut self) -> Command {
        let reason = *self.rng.pick(&DeclineReason::ALL).expect("there are reasons");
        match self.known_order() {
            Some(order) => Command::Decline { order: order.id, reason },
            None => self.hold(),
        }
    }

    fn wait(&mut self) -> Command {
        let expires_at = self.opened_at + self.terms.payment_ttl;
        let redirect = NextAction::Redirect { url: "https://pay.example/3ds".into(), expires_at };
        let next_action = if self.rng.percent(50) { NextAction::Wait } else { redirect };
        match self.known_order() {
            Some(order) => Command::Await { order: order.id, next_action },
            None => self.hold(),
        }
    }

    fn cancel(&mut self) -> Command {
        let by_organizer = self.rng.percent(30);
        let key = self.new_key();
        match self.known_order() {
            Some(order) if by_organizer => Command::Cancel { order: order.id, by: CancelledBy::Organizer, key },
            Some(order) => Command::Cancel { order: order.id, by: CancelledBy::Buyer(order.buyer.account), key },
            None => self.hold(),
        }
    }
}

/// The command's idempotency key, if a repeated request may carry it.
pub(super) fn key_of(command: &Command) -> Option<RequestKey> {
    match command {
        Command::Hold { key, .. }
        | Command::Extend { key, .. }
        | Command::Begin { key, .. }
        | Command::Cancel { key, .. } => *key,
        _ => None,
    }
}
